"""Names in Chinese, Japanese and Korean letters, which write them without capitals and often without blanks.

In: a text. Out: spans. A name is asked for by what stands around it: a title (王经理, 山田様, 김민수 고객님), "my name is" (我叫…,
…と申します, …라고 합니다), a field of a form (姓名：, 氏名：, 이름:), a signature (이름 드림, a last line). Where that alone says too
little, the surname must be one of the frequent ones (census lists: some hundred for China and Taiwan, a hundred for Japan, sixty for
Korea) and none that is also a common word. The title stays, so the sentence stays readable.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.redact.spans import Span

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_ZH = (
    "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于於董萧蕭程曹袁邓鄧许許傅沈曾彭吕呂苏蘇卢盧蒋蔣蔡贾賈丁魏薛叶葉阎閻余"
    "潘杜戴夏钟鐘鍾汪田任姜范方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱秦江史顾顧侯邵孟龙龍万萬段雷钱錢汤湯尹黎易常武乔喬贺賀赖賴龚龔文施陶温溫"
)
_ZH_SURE = "".join(sign for sign in _ZH if sign not in "于於任常方文万萬易金高白田石江毛何曾程余黄黃史钱錢温溫武贺賀许許谢謝")
_ZH_TWO = "欧阳|歐陽|司马|司馬|上官|诸葛|諸葛|司徒|慕容|夏侯|皇甫"
_ZH_TITLES = (
    "先生|女士|小姐|经理|經理|主管|老师|老師|师傅|師傅|店长|店長|医生|醫生|大夫|主任|院长|院長|局长|"
    "局長|科长|科長|处长|處長|校长|校長|律师|律師|工程师|工程師|同志|太太|老板|老闆|护士|護士|顾问|"
    "顧問"
)
_ZH_NOT = "的了吗呢吧我你您他她它是不很太退给給八都啊没沒有这這那再什么怎还還就也要被把和与與来來去上下时時元年日先女老经經谢謝"
_ZH_GIVEN = rf"(?:(?![{_ZH_NOT}])[{_HAN}]){{1,2}}"
_ZH_NAME = rf"(?:(?:{_ZH_TWO})|[{_ZH}]){_ZH_GIVEN}"
_ZH_PATTERNS = (
    re.compile(
        rf"^[ \u3000]{{0,4}}(?:尊敬的|亲爱的|親愛的|敬爱的|敬愛的|致|你好，?|您好，?|回复|"
        rf"回覆)?(?P<name>(?:(?:{_ZH_TWO})|[{_ZH}])(?:{_ZH_GIVEN})?)(?=(?:{_ZH_TITLES}|总|總)(?:[ "
        rf"：:，,！!。\n]|[您你好]|$))",
        re.MULTILINE,
    ),
    re.compile(
        rf"(?:尊敬的|亲爱的|親愛的|敬爱的|敬愛的)(?P<name>[小老阿]?(?:(?:{_ZH_TWO})|"
        rf"[{_ZH}])(?:{_ZH_GIVEN})?)(?=(?:{_ZH_TITLES}|总|總)|[：:，,！!])"
    ),
    re.compile(rf"^[ \u3000]{{0,4}}(?P<name>[小老阿][{_ZH_SURE}])(?=[：:，,]|[您你]好)", re.MULTILINE),
    re.compile(rf"(?P<name>(?:{_ZH_TWO})|[{_ZH_SURE}])(?=(?:{_ZH_TITLES}))"),
    re.compile(rf"(?<![{_HAN}])(?P<name>(?:{_ZH_TWO}|[{_ZH_SURE}]){_ZH_GIVEN})(?=(?:先生|女士|小姐|太太))"),
    re.compile(rf"(?:我叫|本人叫|我的名字是|我的名字叫|名叫|我的姓名是|本人姓名是?)[：: ]?(?P<name>{_ZH_NAME})(?=[，,。！!；; \n（(]|$)"),
    re.compile(rf"(?:我姓|本人姓|免贵姓|免貴姓)(?P<name>{_ZH_TWO}|[{_ZH}])(?=[，,。！!；; \n]|$)"),
    re.compile(
        rf"(?:^|[\n，,；; ])(?:客户|客戶|用户|用戶|联系人|聯絡人|聯繫人|投诉人|投訴人|申诉人|"
        rf"收件人|收货人|寄件人|姓名|真实姓名|客户姓名|署名|签名|簽名|此致|落款)[ ]?[：:][ "
        rf"]?(?P<name>[{_HAN}]{{1,2}}[ \u3000]?[{_HAN}]{{1,3}})(?=[，,。；; \n（(]|$)"
    ),
)
_ZH_NO_NAMES = (
    "夏安 秋安 王八蛋 马大哈 馬大哈 黄牛党 黃牛黨 高价 方便面 谢谢你 谢谢您 谢谢了 多谢 高兴 万分 万事 余额 常客 "
    "白跑 白跑路 白花钱 何必 任性 金额 石沉大海 文字 易碎 江湖 程序 夏天 温馨 温暖 "
    "白等 钱呢 雷人 高分 段子 黑名单 全体业主 顾客 顧客 康复 武断 常常 方案 马上 "
    "马上退 安心 田地 周末 周一 周二 周三 周四 周五 周六 周日 于是 陈述 严重 "
    "许多 贺卡 汤 文明 "
)
_ZH_WORDS = frozenset(_ZH_NO_NAMES.split())
_ZH_LINE = re.compile(
    rf"[ \u3000]*(?:——|—|--|-|~|～|客户|客戶|用户|用戶|投诉人|投訴人|您的客户|一位顾客|读者|讀者|"
    rf"业主|會員|会员)?[ \u3000：:]{{0,2}}(?P<name>(?:(?:{_ZH_TWO})|[{_ZH}])[ "
    rf"\u3000]?{_ZH_GIVEN})[ \u3000]*(?:敬上|谨上|謹上|上|敬启|敬啟|拜上|启|啟|留|字|敬禮|"
    rf"（[^）\n]{{1,20}}）|\([^)\n]{{1,20}}\)|[，, \u3000]\d[^\n]{{0,30}})?[。 \u3000]*"
)

_JA_SURNAMES = (
    "佐藤|鈴木|高橋|田中|伊藤|渡辺|渡邊|渡邉|山本|中村|小林|加藤|吉田|山田|佐々木|山口|松本|井上|"
    "木村|斎藤|斉藤|齋藤|齊藤|清水|山崎|山﨑|阿部|池田|橋本|石川|山下|小川|石井|長谷川|"
    "後藤|岡田|近藤|前田|藤田|遠藤|青木|坂本|村上|太田|金子|藤井|福田|西村|三浦|竹内|中川|岡本|"
    "松田|原田|中野|小野|田村|藤原|中山|石田|小島|和田|森田|内田|柴田|酒井|宮崎|横山|高木|安藤|"
    "宮本|大野|小山|工藤|今井|高田|増田|丸山|杉山|村田|大塚|新井|平野|藤本|河野|上野|野口|武田|"
    "松井|千葉|菅原|岩崎|久保|木下|佐野|野村|松尾|菊地|菊池|市川|杉本|古川|大西|島田|水野|桜井|"
    "櫻井|"
    "高野|渡部|吉川|山内|西田|飯田|菊川|西川|小松|北村|安田|五十嵐|川口|平田|関口|中田|久保田|"
    "東野|服部|川崎|岩田|土屋|福島|本田|辻本|樋口|秋山|田口|永井|山中|中西|吉村|宮下|篠崎|森本|"
    "大久保|浅野|望月"
)
_JA_TITLES = "様|さま|さん|殿|氏|店長|係長|課長|部長|社長|主任|先生|支配人|マネージャー|オーナー"
_JA_NOT = re.compile(
    r"担当|責任|関係|皆|お客|客|各位|店長|社長|部長|課長|係|事務局|運営|窓口|御中|会社|銀行|"
    r"センター|サービス|サポート|本社|支店|店|神|仏|王|殿|奥|旦那|同|仕|模|多|異|一|有|何|先生|"
    r"保護者|会員|利用者|購入者|代表|取締役|支配人|上"
)
_JA_PATTERNS = (
    re.compile(
        rf"^[ \u3000]{{0,4}}(?:[^\n\u3000 ]{{1,20}}[ \u3000])?(?P<name>[{_HAN}々]{{2,5}}|"
        rf"[{_HAN}々]{{1,3}}[ \u3000][{_HAN}々\u3041-\u30ff]{{1,4}})[ \u3000]?(?=(?:様|さま|"
        rf"殿)(?:[ \u3000、，。:：]|へ|$))",
        re.MULTILINE,
    ),
    re.compile(rf"(?<![{_HAN}])(?P<name>(?:{_JA_SURNAMES})(?:[ \u3000]?[{_HAN}]{{1,3}})?)(?=(?:{_JA_TITLES}))"),
    re.compile(
        rf"(?<![{_HAN}々])(?P<name>[{_HAN}々]{{2,5}}|[{_HAN}々]{{1,3}}[ \u3000][{_HAN}々]{{1,3}}|"
        rf"[\u30a1-\u30fa]{{2,8}})(?=(?:と申します|と申す者|と申しますが|ともうします|"
        rf"といいます。))"
    ),
    re.compile(
        rf"(?:^|\n)[ \u3000■◆・●]{{0,4}}(?:お名前|名前|氏名|ご氏名|お客様名|契約者名|ご契約者名|"
        rf"会員名|差出人|署名|予約名)[ \u3000]?[：:][ "
        rf"\u3000]?(?P<name>[{_HAN}々\u3041-\u30ff]{{1,8}}(?:[ "
        rf"\u3000][{_HAN}々\u3041-\u30ff]{{1,8}})?)"
    ),
)
_JA_LINE = re.compile(
    rf"[ \u3000]*(?P<name>(?:{_JA_SURNAMES})[ \u3000]?[{_HAN}々\u3041-\u3096]{{1,4}}|"
    rf"(?:{_JA_SURNAMES})|(?!以|敬|草|拝|追|至|返|連)[{_HAN}々]{{1,3}}[ "
    rf"\u3000]+[{_HAN}々]{{1,3}})[ \u3000]*(?:より|拝|[（(][^）)\n]{{1,20}}[）)])?[ \u3000]*"
)

_KO = (
    "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민류나진지엄채원천방공현"
    "함변염여추도소석선설마길연위표명기반왕금옥육인맹제모"
)
_KO_SURE = "김박최정강조윤장임오서신권황안송홍배허곽류엄"
_KO_NOT = re.compile(
    r"고객|담당|상담|사장|기사|점장|손님|선생|회장|부모|박사|이모|강사|조합|안내|임직|주인|관리|"
    r"직원|매니|팀장|대표|여러|모든|이용|구매|신청|가입|회원|소비|하느|최고|최악|정말|진짜|어머|"
    r"아버|판매|배송|문의|전화|연락|제안|인사|감사|부탁|말씀"
)
_KO_NO_ENDING = re.compile(r"[이가을를의에도된던한고번국들로서면니장점]$")
"""Endings that words before a title have, and given names hardly ever."""
_KO_TITLES = "고객님|과장님|팀장님|대리님|부장님|사장님|매니저님|선생님|실장님|점장님|기사님|상담사님|상담원님|원장님|교수님|님"
_KO_PATTERNS = (
    re.compile(rf"(?<![가-힣])(?P<name>[{_KO_SURE}배한안남문유][가-힣]{{2}})(?= ?(?:{_KO_TITLES})(?:[은이께에의도과와을를,.:!?\n ]|$))"),
    re.compile(rf"(?<![가-힣])(?P<name>[{_KO_SURE}배한안남문유][가-힣]{{2}})(?= ?씨(?:[가는를의도와께]|[ ,.:!?\n]|$))"),
    re.compile(
        rf"(?<![가-힣])(?P<name>[{_KO_SURE}])(?= ?(?:과장|대리|부장|팀장|차장|실장|점장|주임|기사|"
        rf"상무|매니저)(?:님|이|은|께|에게|한테|[ ,.]))"
    ),
    re.compile(rf"(?<![가-힣])(?P<name>[{_KO}][가-힣]{{1,2}})(?=(?:이라고|라고) (?:합니다|해요|하는데요|하는))"),
    re.compile(rf"(?:제 이름은|저의 이름은|본인 성명은|제 성함은) ?(?P<name>[{_KO}][가-힣]{{1,2}}?)(?=입니다|이고|이며|[ ,.\n]|$)"),
    re.compile(
        r"(?:^|\n)[ ■◆·●\-]{0,4}(?:이름|성명|고객명|성함|신청인|예약자|예약자명|보낸사람|보내는 "
        r"사람|서명)[ ]?[：:][ ]?(?P<name>[가-힣]{2,4})(?![가-힣])"
    ),
    re.compile(rf"(?:^|\n|[.!?] )[ ]{{0,4}}(?P<name>[{_KO}] ?[가-힣]{{1,3}})(?= ?(?:드림|올림|배상|拜上|씀)[ .!]*(?:\n|$))"),
)
_KO_LINE = re.compile(rf"[ ]*(?P<name>[{_KO_SURE}][가-힣]{{2}})[ .]*")
_KO_LINE_NOT = re.compile(r"[다요음임함됨죠네까]$")
_LAST_LINES = 3
_SENTENCE_OVER = re.compile(r"[。．.!！?？」…～~♪ㅠㅜㅋ)）]$|^[^\n]{0,14}$")


def find_names(text: str, lang: str) -> Iterator[Span]:
    """Names written in Chinese characters, kana or hangul. Characters of China and Japan are told apart by ``lang``."""
    japanese, korean = lang == "ja", lang == "ko"
    for pattern in _JA_PATTERNS if japanese else _KO_PATTERNS if korean else _ZH_PATTERNS:
        for found in pattern.finditer(text):
            if _is_name(found["name"], lang):
                yield Span(found.start("name"), found.end("name"), "name")
    line = _JA_LINE if japanese else _KO_LINE if korean else _ZH_LINE
    for start, end in _last_lines(text):
        name = line.fullmatch(text, start, end)
        if name and _is_name(name["name"], lang) and not (korean and _KO_LINE_NOT.search(name["name"])):
            yield Span(name.start("name"), name.end("name"), "name")


def _is_name(name: str, lang: str) -> bool:
    bare = name.replace(" ", "").replace("\u3000", "")
    if lang == "ja":
        return not _JA_NOT.search(bare)
    if lang == "ko":
        return not _KO_NOT.match(bare) and not (len(bare) > 1 and _KO_NO_ENDING.search(bare))
    return bare not in _ZH_WORDS


def _last_lines(text: str) -> Iterator[tuple[int, int]]:
    """The last filled lines under at least one other that is over: a name alone is never a whole letter."""
    end, seen = len(text), 0
    while end > 0 and seen < _LAST_LINES:
        start = text.rfind("\n", 0, end) + 1
        if text[start:end].strip():
            seen += 1
            above = text[:start].rstrip()[-40:].rpartition("\n")[2]
            if above and _SENTENCE_OVER.search(above):
                yield start, end
        end = start - 1
