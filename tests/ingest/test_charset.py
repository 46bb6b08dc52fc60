"""Charsets: the right text whatever the label, and never an exception."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.charset import codec_of, decode, encoding_of, looks_binary, meta_charset, well_formed


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        ("退款問題 镕", "gb18030", "gb2312"),
        ("退款，请尽快", "gbk", "GBK"),
        ("①退款～㈱", "cp932", "shift_jis"),
        ("똠방각하", "cp949", "ks_c_5601-1987"),
        ("“quoted” – 5 €", "cp1252", "iso-8859-1"),
        ("İstanbul’da ş", "cp1254", "iso-8859-9"),
        ("Возврат денег", "koi8_r", "KOI8-R"),
        ("返金してください", "iso2022_jp", "iso-2022-jp"),
        ("ﾊﾝｶｸ", "iso2022_jp_ext", "iso-2022-jp"),
        ("Überweisung", "utf-8", "uft-8"),
        ("Überweisung", "utf-8", '"UTF-8" euao6a'),
        ("Überweisung", "cp850", "cp-850"),
        ("שלום", "iso8859_8", "iso-8859-8-i"),
        ("plain", "utf-16-le", "utf-16le"),
    ],
)
def test_a_label_is_read_as_the_wider_set_that_senders_use(text, codec, label):
    assert decode(text.encode(codec), label) == (text, ())


@pytest.mark.parametrize("label", ["x-unknown", "", "hex", "base64", "idna", "unicode-escape", "ü", "\x00", "a" * 500, "utf-8;;;"])
def test_an_unknown_label_does_not_spoil_utf8(label):
    assert decode("Gebühr 5 €".encode(), label)[0] == "Gebühr 5 €"


def test_an_unknown_label_is_warned_of():
    assert any("unknown label 'x-unknown'" in warning for warning in decode(b"hello", "x-unknown")[1])


def test_utf8_under_a_wrong_single_byte_label_is_read_as_utf8_with_a_warning():
    text, warnings = decode("æøå Größe".encode(), "iso-8859-1")
    assert text == "æøå Größe"
    assert warnings


def test_bytes_that_are_no_utf8_and_have_no_label_are_read_as_windows_1252_with_a_warning():
    assert decode("café 5 €".encode("cp1252")) == ("café 5 €", ("charset: not UTF-8, read as cp1252",))


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("Верните мне деньги за сломанный телефон, я жду уже месяц.", "cp1251"),
        ("Верните мне деньги за сломанный телефон, я жду уже месяц.", "koi8_r"),
        ("أريد استرداد أموالي، فقد وصل الطرد مكسورا ولم يرد أحد.", "cp1256"),
        ("注文した商品がまだ届きません。返金してください。", "cp932"),
        ("注文した商品がまだ届きません。返金してください。", "euc_jp"),
        ("주문한 상품이 아직 오지 않았습니다. 환불해 주세요.", "cp949"),
        ("我的包裹还没有到，请马上退款，不然我要投诉你们。", "gb18030"),
        ("Siparişim hâlâ gelmedi, ışıklar çalışmıyor.", "cp1254"),
        ("Moja paczka nie dotarła, proszę o zwrot pieniędzy, to już długo trwa.", "cp1250"),
        ("Ma commande n’est jamais arrivée, « c’est inadmissible » !", "cp1252"),
        ("¿Dónde está mi pedido? El año pasado pasó igual.", "cp1252"),
        ("返金してください", "iso2022_jp"),
    ],
)
def test_text_without_a_label_is_read_by_what_it_looks_like(text, codec):
    assert decode(text.encode(codec))[0] == text
    assert decode(text.encode(codec), "x-unknown")[0] == text


def test_a_guessed_charset_is_warned_of_by_name():
    assert decode("Верните мне деньги, я жду уже месяц.".encode("koi8_r"))[1] == ("charset: not UTF-8, read as koi8_r",)


@pytest.mark.parametrize("label", ["gb2312", "big5", "shift_jis", "euc-kr"])
def test_utf8_under_an_east_asian_label_is_read_as_utf8_with_a_warning(label):
    text, warnings = decode("我要退款，请尽快处理。".encode(), label)
    assert text == "我要退款，请尽快处理。"
    assert warnings


@pytest.mark.parametrize(("text", "codec"), [("联通", "gb2312"), ("退款", "gb2312"), ("返金", "shift_jis")])
def test_a_short_text_is_read_by_its_label_even_if_it_passes_as_utf8(text, codec):
    assert decode(text.encode(codec), codec)[0] == text


@pytest.mark.parametrize("label", ["us-ascii", "utf-8", "iso-8859-1"])
def test_escape_sequences_say_iso_2022_whatever_the_label(label):
    assert decode("返金して".encode("iso2022_jp"), label)[0] == "返金して"


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_read_in_the_byte_order_that_its_ascii_shows(codec):
    assert decode("Where is my parcel?".encode(codec), "utf-16")[0] == "Where is my parcel?"


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_goes_before_any_label_and_is_taken_away(codec):
    assert decode("günstig".encode(codec), "iso-8859-1") == ("günstig", ())


def test_one_damaged_byte_in_utf8_costs_one_character():
    text, warnings = decode("Größe".encode() + b"\xff" + "über".encode(), "utf-8")
    assert text == "Größe\ufffdüber"
    assert warnings


@given(
    st.binary(max_size=300),
    st.one_of(st.none(), st.text(max_size=30), st.sampled_from(["utf-8", "gb2312", "iso-2022-jp", "utf-7", "utf-16", "big5", "hz"])),
)
def test_any_bytes_under_any_label_give_text_that_can_be_written_again(data, label):
    decode(data, label)[0].encode("utf-8")


@given(st.text(max_size=50))
def test_codec_names_are_only_ever_ones_that_can_decode(label):
    codec = codec_of(label)
    assert codec is None or isinstance(b"".decode(codec), str)


def test_lone_surrogates_are_replaced_and_pairs_joined():
    assert well_formed("a\ud83d\ude21b\ud800") == "a😡b\ufffd"


def test_binary_is_told_from_text():
    assert looks_binary(b"\x89PNG\r\n\x1a\n\0\0\0")
    assert looks_binary(bytes(range(1, 32)))
    assert not looks_binary("Überweisung\r\n\t退款".encode())
    assert not looks_binary("UTF-16".encode("utf-16"))


def test_a_page_states_its_own_charset():
    assert meta_charset(b'<html><meta http-equiv="Content-Type" content="text/html; charset=windows-1251">') == "windows-1251"
    assert meta_charset(b"<meta charset='GBK'>") == "GBK"
    assert meta_charset(b"<p>charset=none</p>") is None


@pytest.mark.parametrize(
    ("data", "encoding", "warned"),
    [
        ("text\nGrüße".encode(), "utf-8", False),
        (b"\xef\xbb\xbftext", "utf-8-sig", False),
        ("text".encode("utf-16"), "utf-16", False),
        ("text\nGrüße".encode("cp1252"), "cp1252", True),
        (("Grüße über Größen " * 50).encode() + b"\xff", "utf-8", True),
    ],
)
def test_the_encoding_of_a_file_is_found_by_reading_it_once(tmp_path, data, encoding, warned):
    path = tmp_path / "table.csv"
    path.write_bytes(data)
    found, warnings = encoding_of(path)
    assert (found, bool(warnings)) == (encoding, warned)
