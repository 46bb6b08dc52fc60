"""Common given names, by which a line that holds nothing else is known to be a signature.

In: nothing. Out: one set, casefolded. A line such as "Gernot Wichelhaus" at the end of a letter is a name; "Never Again" is none, and
without a closing before it nothing else tells the two apart. The lists are short on purpose: the most frequent names of living
people in the countries of each language (national statistics offices), without those that are common words.
"""

from __future__ import annotations

_NAMES = {
    "en": (
        "james john robert michael william david richard joseph thomas charles christopher "
        "daniel matthew anthony donald steven paul andrew joshua "
        "kenneth kevin brian george timothy ronald edward jason jeffrey ryan jacob gary nicholas "
        "eric jonathan stephen larry justin scott brandon "
        "benjamin samuel gregory alexander patrick jack dennis jerry tyler aaron jose adam "
        "nathan henry peter kyle noah ethan jeremy walter keith "
        "roger terry sean ian graham nigel colin stuart duane mary patricia jennifer linda "
        "elizabeth barbara susan jessica sarah karen lisa nancy "
        "betty sandra margaret ashley kimberly emily donna michelle carol amanda melissa deborah "
        "stephanie rebecca sharon laura cynthia dorothy amy "
        "kathleen angela shirley emma brenda pamela nicole anna samantha katherine christine "
        "helen debra rachel carolyn janet maria catherine heather "
        "diane olivia julie joyce victoria ruth virginia lauren kelly christina joan evelyn "
        "judith andrea hannah megan alison fiona gillian priya "
        "rahul amit sunita anita deepak sanjay rajesh pooja neha ravi vijay arjun shalini mohammed muhammad ahmed fatima aisha"
    ),
    "de": (
        "hans peter wolfgang klaus jürgen dieter michael thomas andreas stefan stephan christian "
        "uwe bernd frank jörg martin ralf matthias jens rainer "
        "günter günther helmut gerhard horst heinz werner manfred karl heinrich walter otto "
        "fritz gernot holger torsten thorsten sven dirk olaf kai lars "
        "jan tim lukas leon jonas felix maximilian paul finn elias florian sebastian tobias "
        "daniel markus marcel dennis philipp alexander johannes moritz "
        "niklas jannik ursula monika petra sabine renate helga karin ingrid brigitte erika "
        "gisela elke gabriele christa heike andrea claudia susanne birgit "
        "martina angelika kerstin anja silke nicole stefanie julia katrin anna lena laura lea "
        "sarah lisa marie sophie hannah mia emma leonie katharina "
        "christine sandra melanie daniela barbara maike sieglinde waltraud hildegard gertrud "
        "ulrike cornelia jutta anke antje britta tanja simone nadine"
    ),
    "fr": (
        "jean pierre michel andré philippe alain bernard jacques daniel gérard rené claude "
        "marcel roger christian patrick nicolas christophe laurent "
        "stéphane éric frédéric david olivier pascal thierry julien sébastien thomas alexandre "
        "antoine guillaume maxime romain vincent mathieu lucas hugo "
        "louis gabriel arthur jules nathan léo marie jeanne françoise monique catherine nathalie "
        "isabelle jacqueline anne sylvie martine nicole véronique "
        "christine sophie sandrine céline valérie chantal brigitte hélène julie aurélie émilie "
        "camille léa manon chloé emma inès lucie charlotte mathilde "
        "bernadette geneviève odette simone yvonne éloïse benoît étienne françois gilles yves"
    ),
    "es": (
        "antonio josé manuel francisco juan david javier daniel carlos jesús alejandro miguel "
        "rafael pedro pablo ángel sergio fernando jorge luis alberto "
        "álvaro diego adrián raúl enrique ramón vicente andrés joaquín santiago eduardo roberto "
        "ricardo gustavo héctor óscar mario mateo hugo lucas maría "
        "carmen ana isabel laura cristina marta lucía dolores pilar josefa teresa elena paula "
        "raquel sara rosario rosa mercedes beatriz patricia silvia "
        "julia irene andrea claudia alba valentina camila guadalupe verónica gabriela alejandra "
        "daniela sofía martina inés nuria montserrat gonzalo ignacio"
    ),
    "it": (
        "giuseppe giovanni antonio mario luigi francesco angelo vincenzo pietro salvatore carlo "
        "franco domenico bruno paolo michele giorgio aldo sergio "
        "luciano marco andrea alessandro stefano roberto luca matteo davide simone fabio massimo "
        "claudio gianluca lorenzo riccardo federico filippo maria "
        "anna giuseppina rosa angela giovanna teresa lucia carmela caterina francesca antonella "
        "laura paola elena chiara giulia sara valentina alessandra "
        "silvia federica martina elisa ilaria claudia barbara daniela cristina roberta simona "
        "patrizia donatella ornella beatrice ginevra sofia aurora"
    ),
    "pt": (
        "josé joão antónio antônio francisco carlos paulo pedro lucas luiz luís marcos manuel "
        "rafael daniel marcelo bruno eduardo felipe filipe rodrigo "
        "gabriel mateus matheus guilherme gustavo leonardo tiago thiago diogo ricardo rui nuno "
        "miguel vítor vitor fernando jorge sérgio hugo henrique maria "
        "ana francisca antónia adriana juliana márcia fernanda patrícia aline sandra camila "
        "amanda bruna jéssica letícia júlia luciana vanessa mariana "
        "gabriela beatriz larissa cláudia teresa helena inês catarina joana sofia rita carla "
        "paula sónia sônia marta leonor matilde madalena vera lúcia"
    ),
    "ru": (
        "александр сергей владимир андрей алексей дмитрий михаил николай иван евгений виктор "
        "юрий анатолий максим павел игорь олег константин роман "
        "денис антон илья кирилл артём артем никита егор вадим вячеслав станислав валерий "
        "григорий борис пётр петр василий фёдор федор тимофей матвей "
        "елена ольга наталья наталия татьяна ирина светлана анна мария екатерина людмила галина "
        "марина валентина юлия анастасия александра нина "
        "надежда вера любовь лариса оксана виктория дарья ксения полина алина алёна алена софья "
        "софия зинаида раиса тамара лидия маргарита евгения "
        "эльвира инна яна кристина вероника"
    ),
    "tr": (
        "mehmet mustafa ahmet ali hüseyin hasan ibrahim osman yusuf murat ömer ramazan halil "
        "süleyman abdullah mahmut salih recep fatih kadir emre hakan "
        "adem yaşar kemal orhan burak can serkan serdar cem deniz onur gökhan volkan tolga berk "
        "efe kaan fatma ayşe emine hatice zeynep elif meryem "
        "şerife sultan hanife merve zehra esra özlem büşra yasemin hülya melek gül sevgi gamze "
        "derya pınar ebru selin ceren nihan ece defne esma "
        "nurcan songül sibel aslı burcu tuğba canan filiz nilgün"
    ),
    "ar": (
        "محمد أحمد احمد محمود علي حسن حسين خالد عمر عمرو يوسف إبراهيم ابراهيم مصطفى عبدالله "
        "عبدالرحمن عبدالعزيز سعد سعيد فهد فيصل سلطان ناصر سالم ماجد "
        "طارق كريم هشام وليد ياسر سامي عادل جمال كمال بلال حمزة زيد رامي عدنان عوني ماهر نبيل "
        "فارس مازن أيمن أنس إسماعيل عثمان فاطمة عائشة مريم زينب نورة "
        "نورا سارة هند ليلى سلمى منى هدى ريم رنا دينا ياسمين أمينة خديجة سعاد نادية سميرة لينا "
        "هالة رانيا شيماء إيمان ايمان آمنة أسماء لمى جواهر عبير "
        "غادة نجلاء سحر وفاء"
    ),
}
GIVEN_NAMES = frozenset(name.casefold() for names in _NAMES.values() for name in names.split())
