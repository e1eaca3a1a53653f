"""What time and places add to a score, on chunks whose scores are given by hand."""

from dataclasses import replace
from datetime import date

import pytest
from fakes import article, small_index
from test_rag_fakes import HAI_VAN, LEXICON, NAM_HUA, open_small

from corpus import Origin
from index import Hit
from rag.question import understand
from rag.signals import NEWEST, PLACE, TIME, with_signals

TODAY = date(2026, 11, 22)
TOWNS = ("Mường Tả", "Nà Phặc", "Pá Mỳ", "Tả Lèng")
# For each year from 2019 to 2024 one article a town: "ta-2019" ..., of 10 July, speaking of no time itself.
YEARLY = [
    article(
        f"{town.split()[-1].lower()}-{year}", f"Chi bộ {town} kết nạp đảng viên.", place=f"xã {town}", published=date(year, 7, 10)
    )
    for town in TOWNS
    for year in range(2019, 2025)
]
TOP = article("top", "Hội nghị toàn thể.")
UNDATED = article("undated", "Chi bộ kết nạp thêm đảng viên.")
TELLS = article("tells", "Năm 2020, chi bộ kết nạp 12 đảng viên.")
TELLS_LATER = article("tells-later", "Năm ngoái, chi bộ kết nạp 12 đảng viên.", published=date(2021, 2, 1))
REWRITTEN = article("rewritten", "Chi bộ kết nạp đảng viên.", based_on=Origin(published=date(2020, 3, 1)))
TITLED = article("titled", "Chi bộ kết nạp đảng viên.", title="Pá Mỳ đổi mới")


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return small_index(tmp_path_factory.mktemp("index"), [TOP, *YEARLY, UNDATED, TELLS, TELLS_LATER, REWRITTEN, TITLED])


def raised(index, question, scores):
    """The scores of these articles after the boosts, in their new order; "top" is far above them and gets none."""
    chunks = {chunk.article_id: chunk for chunk in index.chunks}
    hits = [Hit(chunks[name], score, 0.9, 1.0) for name, score in {"top": 2.0, **scores}.items()]
    moved = {hit.chunk.article_id: hit.score for hit in with_signals(index, understand(question, LEXICON), hits, TODAY)}
    assert moved.pop("top") == 2
    return moved


def test_the_article_of_the_asked_time_comes_first_among_equals(index):
    scores = raised(index, "Chi bộ kết nạp bao nhiêu đảng viên năm 2021?", {f"tả-{year}": 0.5 for year in range(2019, 2025)})
    assert scores == {f"tả-{year}": pytest.approx(0.5 + TIME * (year == 2021)) for year in range(2019, 2025)}
    assert next(iter(scores)) == "tả-2021"


@pytest.mark.parametrize(
    ("time", "fitting"),
    [
        ("năm 2022", {2022}),
        ("từ 2019 đến 2021", {2019, 2020, 2021}),
        ("nhiệm kỳ 2015 - 2020", {2019, 2020}),
        ("quý III/2023", {2023}),
        ("quý II/2023", set()),
        ("tháng 7/2024", {2024}),
        ("ngày 10/7/2024", {2024}),
        ("trước năm 2021", {2019, 2020}),
        ("từ năm 2023 đến nay", {2023, 2024}),
        ("3 năm gần đây", {2024}),
        ("nam 2022", {2022}),
        ("vào tháng trước", set()),
    ],
)
def test_the_day_of_an_article_counts(index, time, fitting):
    scores = raised(index, f"Chi bo ket nap ai {time}?" if time == "nam 2022" else f"Chi bộ kết nạp ai {time}?",
                    {f"lèng-{year}": 0.5 for year in range(2019, 2025)})  # fmt: skip
    assert {int(name[-4:]) for name, score in scores.items() if score > 0.5 + TIME / 2} == fitting


def test_what_the_text_says_of_the_time_counts_as_much(index):
    everything = {"undated": 0.5, "tells": 0.5, "tells-later": 0.5, "rewritten": 0.5, "tả-2021": 0.5}
    high, low = pytest.approx(0.5 + TIME), 0.5
    assert raised(index, "Chi bộ kết nạp ai năm 2020?", everything) == {
        "tells": high,
        "tells-later": high,  # its "năm ngoái" is 2020
        "rewritten": high,  # by the day of the text it is based on
        "undated": low,
        "tả-2021": low,
    }
    assert raised(index, "Chi bộ kết nạp ai vào tháng 5/2020?", {"tells": 0.5})["tells"] == pytest.approx(0.5 + TIME * 31 / 366)


def test_a_clearly_better_chunk_keeps_its_place(index):
    names = list(raised(index, "Chi bộ kết nạp ai năm 2021?", {"undated": 0.9, "tả-2019": 0.7, "tả-2021": 0.65}))
    assert names == ["undated", "tả-2021", "tả-2019"]


def test_the_newest_comes_first_among_about_equals_and_older_ones_fade(index):
    scores = raised(
        index, "Số đảng viên mới nhất của chi bộ?", {"undated": 0.51, "tả-2019": 0.52, "tả-2023": 0.5, "tả-2024": 0.5}
    )
    assert list(scores) == ["tả-2024", "tả-2023", "tả-2019", "undated"]
    assert scores["tả-2024"] == pytest.approx(0.5 + NEWEST)
    assert scores["tả-2023"] == pytest.approx(0.5 + NEWEST * 0.5 ** (366 / 365))
    assert scores["undated"] == 0.51
    assert next(iter(raised(index, "Số đảng viên mới nhất?", {"undated": 0.7, "tả-2024": 0.6}))) == "undated"


def test_without_a_time_no_day_counts(index):
    assert raised(index, "Chi bộ kết nạp bao nhiêu đảng viên?", {"tả-2019": 0.6, "tả-2024": 0.5}) == {
        "tả-2019": 0.6,
        "tả-2024": 0.5,
    }


def test_the_place_asked_about_counts_in_place_and_title(index):
    scores = raised(index, "Xã Pá Mỳ kết nạp bao nhiêu đảng viên?", {"tả-2020": 0.52, "mỳ-2020": 0.5, "titled": 0.5})
    assert scores == {"mỳ-2020": pytest.approx(0.5 + PLACE), "titled": pytest.approx(0.5 + PLACE), "tả-2020": 0.52}
    both = raised(index, "Xã Pá Mỳ và xã Mường Tả?", {"mỳ-2020": 0.5, "undated": 0.5})
    assert both == {"mỳ-2020": pytest.approx(0.5 + PLACE / 2), "undated": 0.5}
    assert raised(index, "Ông Nguyễn Văn Pá là ai?", {"mỳ-2020": 0.5})["mỳ-2020"] == 0.5


def test_an_index_without_metadata_has_only_what_the_text_says(index):
    bare = replace(index, manifest={**index.manifest, "metadata": False})
    same = {"tả-2020": 0.5, "rewritten": 0.5, "tells-later": 0.5}
    assert raised(bare, "Xã Mường Tả kết nạp ai năm 2020?", same) == same
    assert raised(bare, "Số liệu mới nhất của xã Mường Tả?", same) == same
    assert raised(bare, "Chi bộ kết nạp ai năm 2020?", {"tells": 0.5})["tells"] == pytest.approx(0.5 + TIME)


def test_the_best_score_stays_what_it_was(index):
    chunks = {chunk.article_id: chunk for chunk in index.chunks}
    hits = [Hit(chunks["tả-2021"], 0.9, 0.9, 1.0), Hit(chunks["undated"], 0.8, 0.9, 1.0)]
    moved = with_signals(index, understand("Chi bộ kết nạp ai năm 2021?", LEXICON), hits, TODAY)
    assert [hit.score for hit in moved] == [pytest.approx(0.9), pytest.approx(0.8 - TIME)]
    assert with_signals(index, understand("Năm 2021?", LEXICON), [], TODAY) == []


def test_equal_scores_keep_their_order(index):
    assert list(raised(index, "Có gì mới?", {"undated": 0.5, "tells": 0.5, "titled": 0.5})) == ["undated", "tells", "titled"]


def test_two_reports_of_one_matter_are_told_apart_by_the_time_asked_about(tmp_path):
    """Nothing in the two texts tells of the time; only the days of the articles do."""
    text = "Đảng bộ huyện Sơn Hạ có {} đảng viên, sinh hoạt ở {} chi bộ."
    answerer = open_small(
        tmp_path,
        [
            article("old", text.format("1.100", 36), place="Sơn Hạ", published=date(2019, 5, 3)),
            article("new", text.format("1.240", 38), place="Sơn Hạ", published=date(2022, 5, 3)),
            NAM_HUA,
            HAI_VAN,
        ],
    )

    def found(time):
        return answerer.ask(f"{time} huyện Sơn Hạ có bao nhiêu đảng viên?", today=date(2023, 1, 5)).short_answer

    assert found("Năm 2019") == "1.100 đảng viên"
    assert found("Năm 2022") == "1.240 đảng viên"
    assert found("Năm ngoái") == "1.240 đảng viên"
    assert found("Tháng 5/2019") == "1.100 đảng viên"
    assert found("4 năm trước,") == "1.100 đảng viên"
    assert found("Hiện nay") == "1.240 đảng viên"
