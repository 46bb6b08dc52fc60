"""The commonest small words of languages in Latin script: articles, pronouns, prepositions, "not", "is".

In: words. Out: how many of them are small words of each language (`hits`). A third of any running text consists of such words, so
they tell related languages apart where letters cannot, and a text in Latin letters that has none is not in the language that its
letters suggest: Arabic, Russian, Hindi or Chinese are often typed so. Source: the stop words that open the frequency lists of
each language, without proper nouns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache

_WORDS = {
    "en": (
        "the a an and or but if of to in on at for from with by as is are was were be been am do "
        "does did not no don't doesn't didn't can't i you he she it "
        "we they me my your his her our their this that these those there have has had will "
        "would can could should what when where why how who which "
        "so than then just very too more still again any all some about out up into after before i'm i've it's you're isn't won't wasn't"
    ),
    "de": (
        "der die das den dem des ein eine einen einem einer eines und oder aber wenn weil dass "
        "daß ob zu zum zur in im an am auf aus bei mit von vom nach für "
        "über unter vor seit bis ist sind war waren wird werden wurde bin hat habe haben hatte "
        "nicht kein keine ich du er sie es wir ihr mich mir dir ihnen "
        "mein meine meinen ihre ihren sich man so auch nur noch schon mehr sehr wie was wer wo "
        "warum jetzt immer wieder doch als durch ohne um"
    ),
    "fr": (
        "le la les l un une des du de d et ou mais si que qu qui quoi dont où ne n pas plus "
        "jamais rien je j tu il elle on nous vous ils elles me m te se s ce c "
        "cet cette ces mon ma mes votre vos notre nos son sa ses leur à au aux en dans sur sous "
        "pour par avec sans chez depuis est sont était suis êtes avez "
        "ai as a ont avait été être avoir fait très trop bien encore toujours aussi comme quand pourquoi comment y même tout tous toute"
    ),
    "es": (
        "el la los las un una unos unas de del y e o u pero si que qué quien no ni nunca nada yo "
        "tú él ella usted ustedes nosotros ellos me te se le les nos lo "
        "mi mis tu su sus este esta esto ese esa eso a al en con sin por para desde hasta entre "
        "sobre es son era fue ser estar está están estaba soy estoy "
        "he ha han había hay muy más menos ya también como cómo cuando cuándo donde porque todo todos otra otro vez hace llego muy"
    ),
    "pt": (
        "o a os as um uma uns umas de do da dos das e ou mas se que quem não nem nunca nada eu "
        "tu ele ela você vocês nós eles elas me te lhe nos meu minha meus "
        "seu sua este esta isto esse essa isso ao à aos às em no na nos nas num numa com sem por "
        "pelo pela para pra desde até entre sobre é são era foi ser "
        "estar está estão estava sou estou tem têm tinha há muito mais menos já também como quando onde porque só vez fazer faz foram"
    ),
    "it": (
        "il lo la i gli le l un uno una di del dello della dei degli delle d e ed o ma se che "
        "chi non né mai niente io tu lui lei noi voi loro mi ti si ci vi ne "
        "mio mia suo sua questo questa quello quella a al allo alla ai agli alle da dal dalla in "
        "nel nella nei con senza per tra fra su sul sulla è sono era "
        "sei siete ho hai ha abbiamo avete hanno aveva stato stata essere avere molto più meno "
        "già anche come quando dove perché cosa ancora poi solo"
    ),
    "tr": (
        "bir ve veya ya da de ama fakat için ile gibi kadar daha çok en bu şu o ben sen biz siz "
        "onlar bana sana bize size beni sizi benim sizin bizim ne neden "
        "nasıl kim nerede hangi değil yok var mı mi mu mü hiç her şey şimdi sonra önce artık "
        "hâlâ hala bile ise diye olarak olan oldu olduğu yine sadece "
        "kez defa gün ki çünkü eğer hem lütfen"
    ),
    "nl": (
        "de het een en of maar als dat die dit deze van voor met op in aan bij naar uit om te "
        "niet geen ik je jij u hij zij ze wij we jullie mijn uw zijn haar "
        "is was waren heb heeft hebben had wordt worden werd kan wil ook nog wel er al dan zo wat wie waar waarom hoe heel meer veel"
    ),
    "pl": (
        "i w z na do nie się że jest to jak o za od po ale tak czy co już był była by dla przez mnie "
        "mi ja my wy pan pani ich jej tym tego ten ta"
    ),
    "sv": (
        "och att det som en ett är inte jag du han hon vi ni de den på av för med till om har hade var kan från men så mig min ditt där när"
    ),
    "da": "og at det som en et er ikke jeg du han hun vi i de den på af for med til om har havde var kan fra men så mig min der når jeres",
    "nb": "og at det som en et er ikke jeg du han hun vi dere de den på av for med til om har hadde var kan fra men så meg min der når",
    "fi": "ja on ei se että en hän minä sinä me te he oli ovat mutta kun niin joka tai kuin myös vain jos mitä minun ole olen sitten vielä",
    "cs": "a v se na je že to s z do o jako za pro ale by si tak co jsem jste není já my vy od když jen už po při také k ze mi",
    "sk": "a v sa na je že to s z do o ako za pre ale by si tak čo som ste nie ja my vy od keď len už po pri aj k zo mi",
    "hr": "i u se na je da to s z do o kao za ali bi si što sam ste nije ja mi vi od kad samo već po pri ne su koji iz mi me",
    "hu": "a az és hogy nem is egy ez van volt de mint meg csak ha már még ki mi én te ő nekem amit vagy mert nagyon azt lesz",
    "ro": "și şi de la în a cu nu că pe să un o este e sunt din pentru mai ce dar am ai au fost mă se care ca sau dacă foarte acest",
    "vi": "và của là có không được cho với trong này đã tôi bạn người một các những để khi từ ở ra vào rất nhưng thì mà nó",
    "id": (
        "yang dan di ke dari ini itu untuk dengan tidak saya anda kami kita ada akan sudah belum "
        "juga bisa pada adalah karena atau sangat lagi"
    ),
    "ca": (
        "el la els les un una de del i o però si que qui no ni mai jo tu ell ella vostè nosaltres em "
        "et es li al a en amb sense per és són era està hi ha molt més ja també com quan"
    ),
}


@cache
def _languages_of() -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for language, words in _WORDS.items():
        for word in dict.fromkeys(words.split()):
            table.setdefault(word, []).append(language)
    return {word: tuple(languages) for word, languages in table.items()}


def hits(words: Iterable[str]) -> Counter[str]:
    """How many of ``words`` (in small letters) are small words of each language; a word may be one of several."""
    table = _languages_of()
    return Counter(language for word in words for language in table.get(word, ()))


def is_listed(language: str) -> bool:
    """Whether the small words of a language are known here."""
    return language in _WORDS
