"""HTML mails as the programs write them: each with the own words `OWN` and history that says `OLD`."""

# ruff: noqa: E501 - markup is easier to compare with a real mail when it is not broken up

OWN = "Where is my parcel?"
OLD = "Please have a little patience."

_GMAIL_BLOCKQUOTE = (
    '<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">'
)
_HEADERS = "<b>{}</b> Support &lt;help@shop.example&gt;<br><b>{}</b> {} 10:11<br><b>{}</b> Ann<br><b>{}</b> Parcel"
_HUNGARIAN = _HEADERS.format("Feladó:", "Elküldve:", "2026. március 4., szerda", "Címzett:", "Tárgy:")
_CZECH = _HEADERS.format("Od:", "Odesláno:", "středa 4. března 2026", "Komu:", "Předmět:")
_GREEK = _HEADERS.format("Από:", "Στάλθηκε:", "Τετάρτη, 4 Μαρτίου 2026", "Προς:", "Θέμα:")

REPLIES = {
    "gmail": f'<div dir="ltr"><div>{OWN}</div></div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">'
    "2026. márc. 4., Sze 10:11 Support &lt;<a href='mailto:help@shop.example'>help@shop.example</a>&gt; ezt írta:<br></div>"
    f"{_GMAIL_BLOCKQUOTE}<div>{OLD}</div></blockquote></div>",
    "gmail of 2012": f'{OWN}<br><br><div class="gmail_quote">2012/3/4 Support <span dir="ltr">&lt;help@shop.example&gt;</span><br>'
    f"{_GMAIL_BLOCKQUOTE}{OLD}</blockquote></div><br>",
    "gmail, answer below": '<div dir="ltr"><div class="gmail_quote"><div dir="ltr" class="gmail_attr">Am Mi., 4. März 2026 um 10:11 Uhr schrieb S.:'
    f"<br></div>{_GMAIL_BLOCKQUOTE}<div>{OLD}</div></blockquote><div><br></div><div>{OWN}</div></div></div>",
    "outlook on the web": f'<div class="elementToProof">{OWN}</div><div id="appendonsend"></div>'
    '<hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr">'
    f"<font face='Calibri, sans-serif'>{_HUNGARIAN}</font><div>&nbsp;</div></div><div>{OLD}</div>",
    "outlook for windows": f"<div class=WordSection1><p class=MsoNormal>{OWN}<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><div>"
    "<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'>"
    f"<p class=MsoNormal>{_CZECH}<o:p></o:p></p></div></div><p class=MsoNormal>{OLD}<o:p></o:p></p></div>",
    "outlook 2007": f"<p class=MsoNormal>{OWN}</p><div style='border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0in 0in 0in'>"
    f"<p class=MsoNormal>{_GREEK}</p></div><p class=MsoNormal>{OLD}</p>",
    "outlook 2003": f'<p>{OWN}</p><blockquote style="margin-right: 0px"><div class="OutlookMessageHeader" dir="ltr" align="left">'
    f"<hr tabindex=-1>{_CZECH}</div><p>{OLD}</p></blockquote>",
    "outlook for phones": f'<div dir="ltr">{OWN}</div><div id="mail-editor-reference-message-container" class="ms-outlook-mobile-reference-message">'
    f'<hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg">{_HUNGARIAN}</div><div>{OLD}</div></div>',
    "outlook 2011 for mac": f'<div>{OWN}</div><span id="OLK_SRC_BODY_SECTION"><div style="border-top: #b5c4df 1pt solid">{_GREEK}</div><div>{OLD}</div></span>',
    "hotmail": f'<div dir="ltr">{OWN}<br><br><div><hr id="stopSpelling">{_GREEK}<br><br>{OLD}</div></div>',
    "apple mail": f'<body style="overflow-wrap: break-word;">{OWN}<br id="lineBreakAtBeginningOfMessage"><div><br><blockquote type="cite">'
    f'<div>4. 3. 2026 v 10:11, Support &lt;help@shop.example&gt;:</div><br class="Apple-interchange-newline"><div>{OLD}</div></blockquote></div><br></body>',
    "apple mail, intro above": f"<div>{OWN}</div><div><div>Den 4 mars 2026 kl. 10:11 skrev Support &lt;help@shop.example&gt;:</div><br>"
    f'<blockquote type="cite"><div>{OLD}</div></blockquote></div>',
    "thunderbird": f'<p>{OWN}</p><div class="moz-cite-prefix">2026. 03. 04. 10:11 keltezéssel, Support írta:<br></div>'
    f'<blockquote type="cite" cite="mid:1@shop.example"><p>{OLD}</p></blockquote>',
    "thunderbird, answer below": '<div class="moz-cite-prefix">Le 04/03/2026 à 10:11, Support a écrit :<br></div>'
    f'<blockquote type="cite" cite="mid:1@shop.example"><p>{OLD}</p></blockquote><p>{OWN}</p>',
    "yahoo": f'<div class="ydp1a2b3cyahoo-style-wrap"><div dir="ltr">{OWN}</div></div><div id="ydp9f8e7dyahoo_quoted_4711" class="ydp9f8e7dyahoo_quoted">'
    f"<div><div>På onsdag 4 mars 2026 10:11:12 CET, Support skrev:</div><div><br></div><div>{OLD}</div></div></div>",
    "proton mail": f'<div>{OWN}</div><div class="protonmail_quote">Op woensdag 4 maart 2026 om 10:11, Support schreef:<br>'
    f'<blockquote class="protonmail_quote" type="cite">{OLD}</blockquote><br></div>',
    "zoho": f'<div>{OWN}</div><div class="zmail_extra" data-zbluepencil-ignore="true"><div>---- On Wed, 04 Mar 2026 10:11:12 +0100 <b>S.</b> wrote ---<br>'
    f'</div><blockquote style="margin:0px"><div>{OLD}</div></blockquote></div>',
    "zimbra": f'<div>{OWN}</div><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__">{_GREEK}<br></div><br>'
    f'<div data-marker="__QUOTED_TEXT__"><div>{OLD}</div></div>',
    "spark": f'<div name="messageBodySection"><div dir="auto">{OWN}</div></div><div name="messageReplySection">4. 3. 2026 10:11 +0100, Support:<br>'
    f'<blockquote type="cite" style="border-left-color: grey">{OLD}</blockquote></div>',
    "gmx": f'<div>{OWN}</div><div name="quote" style="margin:10px 5px 5px 10px; padding: 10px 0 10px 10px; border-left:2px solid #C3D9E5;">'
    f'<div style="margin:0 0 10px 0;">{_CZECH}</div><div name="quoted-content">{OLD}</div></div>',
    "163": f'<div>{OWN}</div><div id="divNeteaseMailCard"></div><p>在 2026-03-04 10:11:12，"Support" &lt;help@shop.example&gt; 写道：</p>'
    f'<blockquote id="isReplyContent" style="PADDING-LEFT: 1ex; MARGIN: 0px 0px 0px 0.8ex; BORDER-LEFT: #ccc 1px solid">{OLD}</blockquote>',
    "netease mail master": f'<div>{OWN}</div><div id="imail_signature" class="ntes-signature"></div><div class="ntes-mailmaster-quote">'
    f"<div>---- 回复的原邮件 ----</div><table><tr><td>发件人</td><td>Support</td></tr></table><div>{OLD}</div></div>",
    "yandex": f'<div>{OWN}</div><div> </div><div>04.03.2026, 10:11, "Support" &lt;help@shop.example&gt;:</div><blockquote><div>{OLD}</div></blockquote>',
    "mail.ru": f'<div>{OWN}</div><blockquote style="border-left:1px solid #0857A6;margin:10px;padding:0 0 0 10px;">Среда, 4 марта 2026, 10:11 +03:00 '
    f'от Support &lt;help@shop.example&gt;:<br><div id="">{OLD}</div></blockquote>',
    "mail.ru, folded": f'<div>{OWN}</div><div class="mail-quote-collapse"><blockquote>Среда, 4 марта 2026:<br>{OLD}</blockquote></div>',
    "quoted by outlook": f'<div>{OWN}</div><div class="x_moz-cite-prefix">x:</div><blockquote class="x_protonmail_quote" type="cite">{OLD}</blockquote>',
    "an unknown program": f"<div>{OWN}</div><blockquote><p>{OLD}</p></blockquote>",
}

SIGNATURES = {
    "gmail": f'<div dir="ltr">{OWN}<div><br></div><span class="gmail_signature_prefix">-- </span><br><div class="gmail_signature"><div>Ann</div></div></div>',
    "thunderbird": f'<p>{OWN}</p><div class="moz-signature">-- <br>Ann<br>Main Street 1</div>',
    "outlook on the web": f'<div>{OWN}</div><div id="Signature"><p>Ann</p><p>Main Street 1</p></div>',
    "outlook for phones": f'<div>{OWN}</div><div id="ms-outlook-mobile-signature">Haal <a href="x">Outlook voor iOS</a> op</div>',
    "proton mail": f'<div>{OWN}</div><div class="protonmail_signature_block"><div class="protonmail_signature_block-proton">Verzonden met Proton</div></div>',
    "spark": f'<div name="messageBodySection">{OWN}</div><div name="messageSignatureSection"><br>Ann</div>',
    "mail.ru": f'<div>{OWN}</div><div data-signature-widget="container"><div data-signature-widget="content">Анна</div></div>',
    "apple mail on a phone": f'{OWN}<br><br><div id="AppleMailSignature" dir="ltr">Wysłane z iPhone’a</div>',
}

KEPT = {
    "an answer between the lines": '<div class="moz-cite-prefix">Am 04.03.26 um 10:11 schrieb S.:<br></div><blockquote type="cite">One?</blockquote>'
    '<p>Yes.</p><blockquote type="cite">Two?</blockquote><p>No.</p><blockquote type="cite">Bye</blockquote>',
    "an answer between the lines in gmail": '<div class="gmail_quote"><div class="gmail_attr">Le mer. 4 mars 2026 à 10:11, S. a écrit :<br></div>'
    f"{_GMAIL_BLOCKQUOTE}One?</blockquote><div>Yes.</div>{_GMAIL_BLOCKQUOTE}Two?</blockquote><div>No.</div></div>",
    "a quotation of the writer's own": "<p>Your page promises:</p><blockquote>Delivery within a day.</blockquote><p>That is a lie.</p>",
    "a quotation of the writer's own at the end": "<p>That is a lie. Your page promises:</p><blockquote>Delivery within a day.</blockquote>",
    "a quotation made with gmail's button": f"<div>Your page promises</div>{_GMAIL_BLOCKQUOTE}<div>Delivery within a day.</div></blockquote>",
    "indented text in gmail": '<div>My demands are</div><blockquote style="margin:0 0 0 40px;border:none;padding:0px"><div>my money</div></blockquote>',
    "a rule between paragraphs": "<p>One</p><hr><p>Two</p>",
    "a form with fields": "<p>New message</p><hr><b>Name:</b> Ann<br><b>E-mail:</b> ann@example.com<br><b>Order:</b> 4711<br><b>Date:</b> 4.3.2026 10:11<br>"
    "<b>Message:</b> My parcel is lost.",
    "a bordered box": '<p>My order:</p><div style="border-top:1px solid red"><p>Lamp</p><p>Number: 4711</p></div><p>It is broken.</p>',
    "nothing but a quotation": '<blockquote type="cite">Please have a little patience.</blockquote>',
    "a signature that wraps the letter": f'<div id="AppleMailSignature">{OWN}</div>',
}
