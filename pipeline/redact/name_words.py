"""Words that stand before, after and instead of names in letters, by language: the only place where masking knows such words.

In: nothing. Out: one `NameWords` per language whose names are written in words (Latin, Cyrillic and Arabic scripts); Chinese, Japanese
and Korean have their own rules (`east_asian`). All languages are tried on every text, for letters mix them. Entries are regular
expressions, compared without regard to capitals except for ``titles``. Source: letters and mails as people write them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class NameWords:
    """Of one language.

    ``greetings`` begin a line before a name; ``titles`` stand before a name anywhere; ``greeting_titles`` only in a greeting;
    ``closings`` end a letter; ``introductions`` come before the writer's own name; ``fields`` label a name in a form;
    ``others`` are words with a capital in these places that are no names.
    """

    greetings: str
    titles: str
    greeting_titles: str = ""
    closings: str
    introductions: str
    fields: str
    others: str


WORDS: dict[str, NameWords] = {
    "en": NameWords(
        greetings="dear|hi|hello|hey|hiya|good (?:morning|afternoon|evening|day)|greetings|attn:?|to|fao",
        titles=r"Mr\.?|Mrs\.?|Ms\.?|Miss|Mx\.?|Dr\.?|Prof\.?ª?|Sir|Dame",
        greeting_titles=r"MR\.?|MRS\.?|MS\.?|mr\.?|mrs\.?|ms\.?|miss|dr\.?|Master|Messrs\.?",
        closings=(
            "(?:with )?(?:kind|kindest|best|warm|warmest|many)? ?regards|best wishes|all the "
            "best|best|yours (?:sincerely|faithfully|truly)|"
            "sincerely(?: yours)?|faithfully|respectfully(?: yours)?|cordially|cheers|thanks(?: "
            "(?:a lot|so much|again|in advance))?|many thanks|"
            "thank you(?: very much| so much| in advance)?|thx|yours|rgds|take care|signed"
        ),
        introductions="my name is|my name's|i am called|writing on behalf of",
        fields=(
            "(?:(?:full|first|last|given|family|customer|contact|your|my|passenger|guest|account "
            "holder) ?)?name|surname|signed(?: by)?|customer|passenger"
        ),
        others=(
            "stationmaster postmaster webmaster mum mom dad papa mama president minister valued dearest "
            "sir sirs madam madame ma'am team support service services customer customers client "
            "care relations department dept office manager "
            "management all everyone everybody anybody there folks guys gang both whom whomever "
            "concern company staff friend friends colleague "
            "colleagues help helpdesk desk complaints complaint sales billing accounts store "
            "shop hotel bank airline director ceo editor owner "
            "officer agent representative rep representatives supervisor doctor professor again "
            "i you we he she they it this that my your our "
            "the a an in on at of for to from with no not never please thanks thank regards order sent worst best very really still today "
            "yesterday monday tuesday wednesday thursday friday saturday sunday january february "
            "march april may june july august september "
            "october november december morning afternoon evening thieves crooks idiots liars cheats cowards losers scammers morons clowns "
            "reader readers neighbour neighbor member members guest valued loyal disappointed "
            "angry unhappy frustrated former ex ltd inc llc gmbh "
            "group corp airlines bot robot ai chatbot website app hello hi hey dear good new old "
            "last first what why when where how who as if and"
        ),
    ),
    "de": NameWords(
        greetings=(
            "sehr geehrte[rn]?|geehrte[r]?|werte[r]?|verehrte[r]?|liebe[r]?|hallo|hi|hey|"
            "moin|servus|grüezi|grüß gott|guten (?:tag|morgen|abend)|"
            "schönen guten (?:tag|morgen|abend)|tag|z\\. ?hd\\.?|an"
        ),
        titles=r"Herr|Herrn|Frau|Hr\.|Fräulein|Dr\.|Prof\.",
        greeting_titles=r"Familie|herr|herrn|frau|Fr\.|fr\.|hr\.|Doktor|Professor",
        closings=(
            "(?:mit )?(?:freundliche[mnrs]?|freundl\\.|beste[nr]?|liebe[nr]?|viele[nr]?|"
            "herzliche[nr]?|schöne[nr]?|sonnige[nr]?|höfliche[nr]?|verärgerte[nr]?)"
            "(?: und \\w+)? (?:grüßen|grüssen|gruß|gruss|grüße|grüsse)(?: aus (?!der|dem|"
            "den)\\w+)?|gruß|gruss|grüße|grüsse|mfg|lg|vg|bg|hochachtungsvoll|"
            "hochachtungsvollst|herzlichst|beste wünsche|(?:vielen |herzlichen |besten )?dank(?: "
            "im voraus| und gruß)?|danke(?: schön| im voraus)?|"
            "ihre?|eure?|gez\\."
        ),
        introductions="mein name ist|mein name lautet|ich heiße|ich heisse|im namen von|im auftrag von",
        fields="(?:vor- und (?:nach|zu))?(?:kunden|vor|nach|zu|familien)?name|ansprechpartner(?:in)?|kunde|kundin|unterschrift|absender",
        others=(
            "papa mama mutti vati oma opa vorstand vorständin wirt wirtin manufaktur apotheker "
            "apothekerin vorgesetzter vorgesetzte nachbarschaft "
            "damen herren herr frau team kundendienst kundenservice kundenbetreuung kundin kunde "
            "kunden freunde freund leute alle alles zusammen kollegen "
            "kolleginnen kollege kollegin service support firma redaktion geschäftsleitung "
            "geschäftsführung geschäftsführer vorstand beschwerdestelle "
            "beschwerdemanagement abteilung hotline mitarbeiter mitarbeiterin mitarbeitende "
            "mitarbeiterinnen sachbearbeiter sachbearbeiterin chef "
            "direktor direktorin leiter leiterin doktor professor ober und oder ich sie wir ihr "
            "er es die der das den dem ein eine mein meine ihre "
            "ihrer kein keine nie nicht bitte danke dank gruß grüße liebe beste tag abend morgen "
            "wochenende woche betrüger abzocker gauner verbrecher "
            "diebe idioten lügner halsabschneider saftladen versager pfeifen montag dienstag "
            "mittwoch donnerstag freitag samstag sonntag januar "
            "februar märz mai juni juli august september oktober november dezember gäste gast "
            "mieter vermieter hausverwaltung bank werkstatt "
            "restaurant hotel praxis amt behörde nachbarn gemeinde anlage anlagen anhang angst "
            "mutter gattin gemahlin präsident bürgermeister "
            "minister kanzler nochmal mahnung bestellung rechnung kundennummer inhaber betreiber verkäufer käufer shop"
        ),
    ),
    "fr": NameWords(
        greetings="cher|chère|chers|chères|bonjour|bonsoir|salut|coucou|allô|à l'attention de|à l’attention de|à",
        titles=r"M\.|Mr\.?|Mme\.?|Mlle\.?|Monsieur|Madame|Mademoiselle|Me|Maître|Dr\.?|Docteur",
        greeting_titles=r"monsieur|madame|mademoiselle|mme|mr|Mrs?",
        closings=(
            "(?:bien |très )?(?:cordialement|cdlt|cdt|sincèrement|respectueusement|amicalement)(?: vôtre)?|(?:meilleures|sincères|mes|nos) "
            "(?:\\w+ )?salutations(?: distinguées)?|salutations(?: distinguées)?|bonne "
            "(?:journée|soirée|réception)|merci(?: d'avance| beaucoup| à vous)?|"
            "(?:veuillez|je vous prie d)[^.\\n]{5,120}|bien à vous|à bientôt|bises|l'expression de [^.\\n]{5,80}"
        ),
        introductions="je m'appelle|je m’appelle|mon nom est|je suis m\\.|je soussignée?,?",
        fields="(?:nom(?: et prénom| de famille| du client)?|prénom|nom prénom|client|signature|expéditeur)",
        others=(
            "papa maman boulangerie vendeur vendeuse "
            "monsieur madame mesdames messieurs mademoiselle équipe service clients client "
            "cliente clientèle support responsable directeur directrice "
            "direction à tous toutes tout amis ami amie collègues docteur maître président "
            "ministre maire bonjour bonsoir merci cordialement le la les "
            "un une de du des je vous nous il elle ils mon ma votre notre pas jamais non oui et "
            "ou voleurs escrocs menteurs arnaqueurs incapables "
            "lundi mardi mercredi jeudi vendredi samedi dimanche banque magasin société boutique "
            "hôtel réclamation réclamations sav conseiller "
            "conseillère gérant gérante propriétaire syndic"
        ),
    ),
    "es": NameWords(
        greetings=(
            "estimad[oa]s?|querid[oa]s?|apreciad[oa]s?|distinguid[oa]s?|hola|buen(?:os|as) (?:días|"
            "dias|tardes|noches)|buenas|saludos|a la atención de|muy señor(?:a|es)? m[íi][oa]s?|"
            "señor(?:a|es)?"
        ),
        titles=r"Sr\.?|Sra\.?|Srta\.?|Don|Doña|Dña\.?|Dr\.|Dra\.|Señor|Señora|Señorita",
        greeting_titles=r"sr\.?|sra\.?|don|doña|señor|señora|D\.|Ing\.|Lic\.",
        closings=(
            "(?:(?:un )?(?:cordial|atento|afectuoso) )?saludos?(?: cordiales| atentos)?|"
            "atentamente|cordialmente|atte\\.?|(?:muchas |mil )?gracias"
            "(?: de antemano| por todo)?|un abrazo|(?:reciba|reciban) [^.\\n]{5,60}|quedo a la "
            "espera|firmado|fdo\\.?|respetuosamente|sinceramente"
        ),
        introductions="me llamo|mi nombre es|mi nombre completo es|le escribe|les escribe",
        fields="nombre(?: y apellidos?| completo| del cliente)?|apellidos?|titular|cliente|firma",
        others=(
            "secretario secretaria comisión directiva junta papá mamá "
            "señor señora señores señoras señorita equipo servicio atención cliente clientes "
            "soporte responsable director directora gerente gerencia "
            "todos todas todo amigos amigo amiga compañeros doctor doctora presidente buenos "
            "buenas hola gracias saludos el la los las un una de del "
            "yo usted ustedes nosotros mi su no nunca sí y o ladrones estafadores mentirosos "
            "sinvergüenzas incompetentes departamento empresa banco "
            "tienda hotel encargado encargada administración lunes martes miércoles jueves viernes sábado domingo propietario"
        ),
    ),
    "it": NameWords(
        greetings=(
            "gentil(?:e|i|issim[oaie])|egregi[oa]?|car[oaie]|caro|ciao|"
            "salve|buongiorno|buonasera|buon giorno|buona sera|alla c\\.a\\.|alla cortese attenzione "
            "(?:di|del|della)|preg\\.mo"
        ),
        titles=r"Sig\.?|Sig\.ra|Sig\.na|Sig\.r|Sigg\.|Signor|Signora|Signorina|Dott\.|Dott\.ssa|Dottor|Dottoressa|Ing\.|Avv\.|Geom\.|Rag\.",
        greeting_titles=r"sig\.?|sig\.ra|signor|signora|dott\.|Prof\.",
        closings=(
            "(?:(?:i più |con i (?:migliori|più) )?(?:cordiali|distinti|cari|migliori) "
            ")?saluti(?: cordiali| e grazie)?|cordialmente|distintamente|"
            "grazie(?: mille| in anticipo| e saluti| e cordiali saluti)?|in attesa di "
            "[^.\\n]{5,60}|in fede|un saluto|buona giornata|buon lavoro|firmato"
        ),
        introductions="mi chiamo|il mio nome è|sono il sig\\.|sono la sig\\.ra|la sottoscritta|il sottoscritto",
        fields="nome(?: e cognome| completo)?|cognome|nominativo|intestatario|cliente|firma",
        others=(
            "compagnia venditore venditrice papà mamma "
            "signor signora signori signore signorina team servizio assistenza clienti cliente "
            "supporto responsabile direttore direttrice direzione tutti "
            "tutte tutto amici amico amica colleghi dottore dottoressa presidente ditta società "
            "azienda buongiorno buonasera grazie saluti il la lo i gli "
            "le un una di del della io voi noi mio mia suo non mai sì e o ladri truffatori "
            "bugiardi incompetenti ufficio banca negozio hotel albergo "
            "gestore titolare amministratore lunedì martedì mercoledì giovedì venerdì sabato domenica redazione staff"
        ),
    ),
    "pt": NameWords(
        greetings=(
            "car[oa]s?|prezad[oa]s?|estimad[oa]s?|querid[oa]s?|exm[oa]s?\\.?|excelentíssim[oa]s?|"
            "ilustríssim[oa]s?|olá|oi|bom dia|boa (?:tarde|noite)|saudações|à atenção de|a/c"
        ),
        titles=r"Sr\.?|Sra\.?|Srta\.?|Senhor|Senhora|Dona|Dr\.|Dra\.|Eng\.|Doutor|Doutora",
        greeting_titles=r"sr\.?|sra\.?|senhor|senhora|dona|D\.",
        closings=(
            "(?:com os melhores |os meus melhores |melhores )?cumprimentos|(?:um )?abraços?|"
            "atenciosamente|att\\.?|atte\\.?|cordialmente|respeitosamente|"
            "obrigad[oa](?: desde já| pela atenção)?|muito obrigad[oa]|grat[oa]|saudações(?: cordiais)?|grat[oa] pela atenção|assinado"
        ),
        introductions="meu nome é|o meu nome é|chamo-me|me chamo|eu me chamo",
        fields="nome(?: completo| do cliente| e apelido)?|sobrenome|apelido|titular|cliente|assinatura",
        others=(
            "proprietário proprietária arquiteto comercial secretário secretária ginásio papai mamãe "
            "senhor senhora senhores senhoras equipe equipa time serviço atendimento cliente "
            "clientes suporte responsável diretor diretora gerente gerência "
            "todos todas tudo amigos amigo amiga colegas doutor doutora presidente empresa loja "
            "banco bom boa olá obrigado obrigada o a os as um uma de do da "
            "eu você vocês nós meu minha seu não nunca sim e ou ladrões golpistas mentirosos "
            "incompetentes departamento hotel administração gestor gestora "
            "segunda terça quarta quinta sexta sábado domingo pessoal galera gente"
        ),
    ),
    "ru": NameWords(
        greetings=(
            "уважаем(?:ый|ая|ые)|многоуважаем(?:ый|ая|ые)|дорог(?:ой|ая|ие)|здравствуйте|здравствуй|"
            "добрый (?:день|вечер)|доброе утро|доброго (?:дня|времени суток)|привет|приветствую|"
            "кому:?"
        ),
        titles=r"господин|госпожа|господину|госпоже|господина|госпожи|Господин|Госпожа|г-н|г-жа|г-ну|г-же|гражданин|гражданка",
        closings=(
            "с (?:глубоким |искренним )?уважением|с (?:наилучшими|добрыми) пожеланиями|с "
            "признательностью|с благодарностью|искренне (?:ваш|ваша)|"
            "спасибо(?: большое| заранее| за внимание)?|заранее (?:спасибо|благодарю|благодарна|"
            "благодарен)|благодарю(?: за внимание)?|всего (?:доброго|хорошего)|"
            "ваш(?:а)?|с приветом|подпись"
        ),
        introductions="меня зовут|мо[её] имя|моя фамилия|к вам обращается|вам пишет|я,",
        fields=(
            "имя|фамилия|фио|ф\\.и\\.о\\.|ф\\. и\\. о\\.|клиент|заявитель|покупатель|от кого|получатель|подпись|имя и фамилия|имя клиента"
        ),
        others=(
            "мама папа "
            "администрация служба поддержка отдел команда коллеги друзья друг клиент клиенты "
            "покупатель господа дамы директор руководство руководитель "
            "менеджер начальник оператор оператору оператор магазин банк компания компании "
            "сотрудники все всем вам вас вы я мы он она они это наш ваш "
            "мой моя не нет никогда и или да здравствуйте спасибо пожалуйста добрый день вечер "
            "утро воры жулики мошенники обманщики хамы идиоты "
            "понедельник вторник среда четверг пятница суббота воскресенье редакция уважением "
            "ооо оао зао ип россия москва петербург прошу жду"
        ),
    ),
    "tr": NameWords(
        greetings="sayın|sn\\.|değerli|sevgili|saygıdeğer|merhaba(?:lar)?|selam(?:lar)?|iyi (?:günler|akşamlar|çalışmalar)|günaydın|kime:?",
        titles=r"Dr\.|Prof\. Dr\.",
        closings=(
            "saygılar(?:ımla|ımızla|ımı sunarım|)|en iyi dileklerimle|iyi (?:günler|çalışmalar|"
            "akşamlar)(?: dilerim)?|sevgiler(?:imle)?|selamlar|"
            "(?:çok )?teşekkürler|(?:şimdiden )?teşekkür ederi[mz]|hürmetlerimle|imza|kolay gelsin|bilginize"
        ),
        introductions="adım|ismim|benim adım|benim ismim|ben,",
        fields="ad(?:ı)?(?:[ /\\-]?soyad(?:ı)?)?|ad ve soyad|isim(?: soyisim)?|soyad(?:ı)?|müşteri(?: adı)?|yolcu adı|imza",
        others=(
            "ilgili müdürüm bankam genel servis veri sorumlusu seyahat hava yolu müdire veteriner eczacı başkan başkanım kurum usta "
            "yetkili yetkililer yetkilileri müşteri müşteriler hizmetleri destek ekibi ekip "
            "ekibiniz müdür müdürlüğü müdürü yönetim yönetici yöneticiler "
            "ilgili ilgililer firma şirket şirketi banka mağaza arkadaşlar arkadaş herkes "
            "herkese bey hanım beyefendi hanımefendi efendim hocam doktor iyi günler "
            "ben siz biz o bu şu bir ve veya değil hayır evet asla merhaba selam sayın saygılar "
            "teşekkürler dolandırıcılar hırsızlar yalancılar "
            "pazartesi salı çarşamba perşembe cuma cumartesi pazar bakanlık bakanlığı otel restoran bugün dün yarın ltd aş kargo"
        ),
    ),
    "ar": NameWords(
        greetings=(
            "عزيزي|عزيزتي|الأعزاء|أعزائي|حضرة|سعادة|إلى|الى|الأخ|الأخت|أخي|أختي|مرحبا|مرحبًا|مرحباً|"
            "أهلا|أهلاً|السلام عليكم|صباح الخير|مساء الخير|تحية طيبة"
        ),
        titles=(
            r"السيد|السيدة|الأستاذ|الأستاذة|الاستاذ|الاستاذة|أستاذ|أستاذة|استاذ|الآنسة|الدكتور|"
            r"الدكتورة|دكتور|دكتورة|المهندس|المهندسة|الحاج|سيد|سيدة|أ\.|د\.|م\."
        ),
        closings=(
            "مع (?:خالص |فائق |أطيب |جزيل |وافر )?(?:التحية|التحيات|الشكر|الاحترام|التقدير|الود|"
            "تحياتي|شكري|تحيات|احترامي)(?: والتقدير| والاحترام| والاحترام والتقدير)?|"
            "و?تفضلوا بقبول [^\\n.،]{3,50}|تحياتي|تحياتنا|وشكرا|وشكراً|شكرا|شكراً|شكرًا(?: لكم| "
            "جزيلا| جزيلاً)?|والسلام(?: عليكم[^\\n]{0,30})?|و?لكم (?:جزيل )?الشكر|"
            "مقدمه|مقدمته|مقدم الطلب|مقدم الشكوى|المرسل|التوقيع|المخلص|أخوكم|اخوكم|أختكم"
        ),
        introductions="اسمي|أنا اسمي|انا اسمي|إسمي",
        fields="الاسم|الإسم|الاسم الكامل|اسم العميل|اسم المشترك|العميل|المرسل|مقدم الشكوى|التوقيع|اسم المسافر",
        others=(
            "الجزيل الجزيلة الوافر الفاضلة الفاضل أختي أخي حبيبي حبيبتي أمي أبي الأعمال جامعية "
            "المحترم المحترمة المحترمين المحترمون السادة السيد السيدة الأستاذ خدمة العملاء الدعم "
            "الفريق فريق الإدارة ادارة إدارة المدير مدير المديرة العام شركة الشركة "
            "البنك بنك مصرف المتجر القسم قسم العميل عميل العزيز الكريم الكرام الأعزاء الجميع "
            "جميعا المسؤول المسؤولين مسؤول موظف الموظف وبعد طيبة تحية ورحمة "
            "الله وبركاته عليكم السلام أنا انا نحن هذا هذه لا لم لن ما من إلى على في عن و أو "
            "شكرا شكراً وشكرا الفندق المطعم أصدقائي صديقي صديقتي يا كل لكم بكم "
            "حضرتك سيدي سيدتي لصوص نصابين والتقدير والاحترام الاحترام التحية التقدير الشكر "
            "الموقر الموقرة الخير النور نفسه منذ قبل بعد عندما حيث"
        ),
    ),
}
