"""Pictures: whole files, safe texts, the same story in each, and no script shown as boxes."""

import re
import xml.etree.ElementTree as ET

import pytest

from pipeline.conversation import curve_of, output, story
from pipeline.conversation.fonts import lettering, right_to_left
from pipeline.conversation.page import render
from pipeline.conversation.scene import interval, scene, smooth
from pipeline.conversation.svg import standalone
from pipeline.errors import UsageError
from tests.conversation.conftest import no_model

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")


@pytest.fixture
def found(thread):
    return curve_of(thread, no_model)


def followed(*levels, text="x"):
    return curve_of([{"text": f"{text} {place}", "labels": {"hostility": level}} for place, level in enumerate(levels)], no_model)


def test_the_plot_is_a_matplotlib_axis_with_a_point_for_each_customers_message(found):
    axes = found.plot()
    assert isinstance(axes, matplotlib.axes.Axes)
    assert "took off at message 3" in axes.get_title(loc="left")
    words = {text.get_text() for text in axes.texts}
    assert {"rational", "take-off", "peak", "cool-down", "resolved"} <= words
    assert any(text.startswith("Peak · message 5") for text in words)
    matplotlib.pyplot.close(axes.figure)


def test_a_given_axis_is_drawn_on(found):
    figure, axes = matplotlib.pyplot.subplots()
    assert found.plot(axes) is axes
    matplotlib.pyplot.close(figure)


@pytest.mark.parametrize("suffix", [".png", ".svg", ".html"])
@pytest.mark.parametrize("levels", [(0, 0), (1, 2, 4, 2, 0), (5, 5), (3, *[1, 2] * 30)])
def test_every_kind_of_picture_is_written_whole(tmp_path, suffix, levels):
    path = tmp_path / f"curve{suffix}"
    output.write(followed(*levels), path, title="t")
    head = path.read_bytes()[:16]
    assert head.startswith({".png": b"\x89PNG", ".svg": b"<svg", ".html": b"<!doctype html>"}[suffix])
    assert list(tmp_path.iterdir()) == [path]


def test_an_unknown_suffix_or_folder_is_refused_before_anything_is_done(tmp_path):
    for path in (tmp_path / "curve.gif", tmp_path / "none" / "curve.png"):
        with pytest.raises(UsageError):
            output.check_suffix(path)


def test_the_svg_is_well_formed_and_says_each_message_where_the_mouse_rests(found):
    tree = ET.fromstring(standalone(found))
    titles = [item.text for item in tree.iter("{http://www.w3.org/2000/svg}title")]
    assert len(titles) == 9
    assert any("4 Hostile" in title and "liars" in title for title in titles)


def test_hostile_text_cannot_break_out_of_the_page(thread):
    thread[4]["text"] = "</title><script>alert(1)</script>\u202e<img src=x onerror=y> & \ud800"
    made = render(curve_of(thread, no_model), title="<b>")
    assert "<script" not in made
    assert "<img" not in made
    assert "&lt;b&gt;" in made


def test_the_page_loads_nothing(found):
    made = render(found, title="t", model="m@1")
    assert "default-src 'none'" in made
    links = set(re.findall(r"(?:src|href)=\"([^\"]*)", made))
    assert links == {f"#m{number}" for number in range(1, 10)}
    assert "http" not in made.replace("http://www.w3.org/2000/svg", "").replace("http-equiv", "")


def test_the_page_says_where_it_went_wrong_and_what_that_does_not_mean(found):
    made = render(found, title="t")
    assert "It took off at message 3 and peaked at message 5" in made
    assert "came after the company’s message 4" in made
    assert "never a verdict on a person" in made


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ((0, 1), "never took off"),
        ((1, 2), "did not peak; it ends while rising"),
        ((4, 4), "began at its peak, “Hostile”; it ends at its peak"),
        ((1, 3, 0), "straight to its peak, “Angry”, at message 2; it ends calm"),
        ((2, 4, 2), "took off at message 1 and peaked at message 2, “Hostile”; it ends cooler"),
    ],
)
def test_the_headline_tells_the_course(levels, said):
    assert said in story.headline(followed(*levels))


def test_the_effect_of_a_reply_is_the_customers_next_level_less_the_last(found):
    assert [item.effect for item in story.reply_effects(found)] == ["hotter", "hotter", "cooler", "cooler"]


def test_an_unsure_take_off_is_called_unsure(thread):
    thread[2]["scores"] = {"hostility": [0.0, 0.4, 0.6, 0.0, 0.0, 0.0]}
    assert "message 3: 60%; message 5: 40%" in story.doubt(curve_of(thread, no_model))
    del thread[2]["scores"]
    assert story.doubt(curve_of(thread, no_model)) == ""


def test_the_line_shows_no_height_that_no_message_has():
    points = smooth([1, 3, 5, 7], [1, 4, 4, 0])
    assert {(1, 1), (3, 4), (5, 4), (7, 0)} <= {(round(x, 9), round(y, 9)) for x, y in points}
    assert all(0 <= y <= 4 for _, y in points)
    assert [y for x, y in points if 3 <= x <= 5] == [4] * 13


def test_the_band_of_uncertainty_holds_eighty_of_a_hundred_chances():
    assert interval([0, 0, 1.0, 0, 0, 0]) == pytest.approx((1.6, 2.4))
    assert interval([1.0, 0, 0, 0, 0, 0]) == pytest.approx((0.0, 0.4))


@pytest.mark.parametrize("levels", [(2, 4), (1, 2, 4), (2, *[1] * 40, 4), (1, 1, 1, 2, 3)])
def test_callouts_stay_inside_and_do_not_touch(levels):
    boxes = scene(followed(*levels), width=1000).callouts
    assert all(box.centre - box.half >= 0.5 and box.centre + box.half <= len(levels) + 0.5 for box in boxes)
    assert len(boxes) < 2 or boxes[0].centre + boxes[0].half <= boxes[1].centre - boxes[1].half + 1e-9


def test_text_that_the_fonts_cannot_show_is_left_out_rather_than_drawn_as_boxes():
    letters = lettering(["en"])
    assert letters.readable("Straße 5, Ωμέγα") == "Straße 5, Ωμέγα"
    assert letters.readable("\U0001f9ff gone") == " gone"
    assert letters.readable("\U00012000\U00012001") in ("", "\U00012000\U00012001")
    assert right_to_left("3 مارس")
    assert not right_to_left("3 March")


@pytest.mark.parametrize("text", ["我要退款！", "返金してください", "환불해 주세요", "أريد نقودي", "Верните деньги", "İade istiyorum"])
def test_no_glyph_is_missing_in_any_language_whatever_the_fonts(text, recwarn):
    axes = followed(1, 4, text=text).plot()
    axes.figure.canvas.draw()
    matplotlib.pyplot.close(axes.figure)
    assert [str(warning.message) for warning in recwarn if "lyph" in str(warning.message)] == []
