"""manage.py load_postcodes: files as they are published, and files that are something else."""

import io
import tracemalloc
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from hub.places.directory import DirectoryError, read_directory
from hub.places.models import District, Place

pytestmark = pytest.mark.django_db

ONSPD = """\
pcd,pcd2,pcds,dointr,doterm,usertype,oseast1m,osnrth1m,lat,long
B14 7RA,B14  7RA,B14 7RA,198001,,0,407600,0279900,52.41,-1.88
B14 7RB,B14  7RB,B14 7RB,198001,,0,407600,0279900,52.43,-1.90
B14 7RD,B14  7RD,B14 7RD,198001,199612,0,407600,0279900,55.00,-4.00
B13 8AB,B13  8AB,B13 8AB,198001,,0,407600,0279900,52.438,-1.879
ZE1 0AA,ZE1  0AA,ZE1 0AA,198001,,0,447000,1141000,60.151,-1.155
ZE1 0AB,ZE1  0AB,ZE1 0AB,198001,,0,,,99.999999,0.000000
BT1 1AA,BT1  1AA,BT1 1AA,198001,,0,333000,0374000,54.60,-5.92
GIR 0AA,GIR  0AA,GIR 0AA,198001,,0,335000,0395000,53.45,-2.98
NPT 0AA,NPT  0AA,NPT 0AA,198001,199001,0,330000,0188000,51.58,-3.00
"""
# As of 2025 the columns are called otherwise.
ONSPD_NEW = """\
\ufeffpcd7,pcd8,pcds,dointr,doterm,usrtypind,east1m,north1m,gridind,lat,long
"B14 7RA","B14  7RA","B14 7RA",198001,,0,407600,279900,1,52.41,-1.88
"""
CODE_POINT = """\
Postcode,Positional_quality_indicator,Eastings,Northings,Country_code
B14 7RA,10,407500,279800,E92000001
B147RB,10,407700,280000,E92000001
BT1 1AA,10,333000,374000,N92000002
B13 8AB,90,0,0,E92000001
"""


@pytest.fixture
def load(tmp_path):
    """Load a file of this content; what the command said."""

    def run(content, name="directory.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        said = io.StringIO()
        call_command("load_postcodes", path, stdout=said, stderr=io.StringIO())
        return said.getvalue()

    return run


def point(code):
    district = District.objects.get(code=code)
    return district.name, district.latitude, district.longitude


def test_load_postcodes_ons_directory(load):
    assert load(ONSPD) == (
        "9 rows read, 4 skipped. Districts: 2 made, 1 changed, 1 unchanged.\n"
        "  made: BT1, ZE1\n"
        "  changed: B14\n"
        "  skipped: 2 no longer in use\n"
        "  skipped: 1 without a position\n"
        "  skipped: 1 not of a postcode district\n"
    )
    assert point("B14") == ("Kings Heath", 52.42, -1.89)
    assert point("B13") == ("Moseley", 52.438, -1.879)
    assert point("ZE1") == ("ZE1", 60.151, -1.155)
    assert point("B15") == ("Edgbaston", 52.466, -1.923)
    assert District.objects.count() == 195 + 2


def test_load_postcodes_twice_changes_nothing(load):
    load(ONSPD)
    before = list(District.objects.values_list())
    assert load(ONSPD).startswith("9 rows read, 4 skipped. Districts: 0 made, 0 changed, 4 unchanged.\n")
    assert list(District.objects.values_list()) == before


def test_load_postcodes_columns_of_2025(load):
    assert "0 made, 1 changed, 0 unchanged" in load(ONSPD_NEW)
    assert point("B14") == ("Kings Heath", 52.41, -1.88)


def test_load_postcodes_code_point_on_the_grid(load):
    said = load(CODE_POINT)
    assert said.startswith("4 rows read, 2 skipped. Districts: 0 made, 1 changed, 0 unchanged.\n")
    assert "skipped: 1 in Northern Ireland" in said
    name, latitude, longitude = point("B14")
    assert name == "Kings Heath"
    assert (latitude, longitude) == pytest.approx((52.417044, -1.889682), abs=0.0001)


def test_load_postcodes_stores_no_full_postcode(load):
    load(ONSPD)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(district)::text FROM places_district AS district")
        told = "\n".join(row for (row,) in cursor.fetchall())
    assert '"ZE1"' in told
    assert [unit for unit in ("7RA", "7RB", "8AB", "0AA") if unit in told] == []


def test_load_postcodes_moves_withheld_places_along(load):
    place = Place.objects.create(district_id="B14", withheld=True)
    load(ONSPD)
    place.refresh_from_db()
    assert (place.latitude, place.district.latitude) == (None, 52.42)


def zipped():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("Data/ONSPD.csv", ONSPD)
    return data.getvalue()


GOOD = "pcds,lat,long,doterm\nB14 7RA,52.4,-1.9,\n"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "Line 1: these are not the headings of a postcode directory"),
        ("name,town\nA,B\n", "Line 1: these are not the headings of a postcode directory"),
        ("B14 7RA,10,407500,279800\n", "Line 1: these are not the headings of a postcode directory"),
        ("pcds,lat\nB14 7RA,52.4\n", "Line 1: these are not the headings of a postcode directory"),
        ("BEGIN:VCALENDAR\nEND:VCALENDAR\n", "Line 1: these are not the headings of a postcode directory"),
        ("pcds,lat,long\n", "Line 1: the file ends, and no postcode in it is in use and has a position."),
        (
            "pcds,lat,long\nB14 7RA,99.999999,0\n",
            "Line 2: the file ends, and no postcode in it is in use and has a position.",
        ),
        (GOOD + "B14 7RB,52.4\n", "Line 3: the row is too short."),
        (GOOD + "B14 7RB,north,-1.9,\n", "Line 3: the position is not a pair of numbers."),
        (GOOD + "B14 7RB,52.4,12.0,\n", "Line 3: the position is not in the United Kingdom."),
        (GOOD + "B14 7RB,nan,-1.9,\n", "Line 3: the position is not in the United Kingdom."),
        (GOOD + "Kings Heath,52.4,-1.9,\n", "Line 3: the postcode is not one."),
        (GOOD + '\n\n"B14\n7RB",52.4,-1.9,\n', "Line 6: the postcode is not one."),
        (GOOD.encode() + b"B14 7RB\xff,52.4,-1.9,\n", "this is not text in UTF-8."),
        (GOOD + "x" * 200_000 + ",52.4,-1.9,\n", "Line 3: this is not a table of comma-separated values"),
        (zipped(), "Line 1: this is a zip file. Unpack it and give the large CSV file inside."),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "Line 1: this is not a text file."),
        (GOOD.encode("utf-16"), "Line 1: this is not a text file."),
    ],
)
def test_load_postcodes_wrong_file_is_refused_whole(load, content, sentence):
    before = list(District.objects.values_list())
    with pytest.raises(CommandError) as error:
        load(content)
    assert sentence in str(error.value)
    assert str(error.value).endswith("Nothing was loaded.")
    assert list(District.objects.values_list()) == before


def test_load_postcodes_no_file(tmp_path):
    with pytest.raises(CommandError, match="It can't be read: No such file or directory"):
        call_command("load_postcodes", tmp_path / "none.csv")
    with pytest.raises(CommandError, match="It can't be read: Is a directory"):
        call_command("load_postcodes", tmp_path)


def test_read_directory_memory_does_not_grow_with_the_file(tmp_path):
    def peak(rows):
        path = tmp_path / f"{rows}.csv"
        with path.open("w") as file:
            file.write("pcds,lat,long,doterm\n")
            file.writelines(f"B{row % 90 + 1} {row % 10}AA,52.{row % 1000:03},-1.9,\n" for row in range(rows))
        tracemalloc.start()
        directory = read_directory(path)
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert directory.rows == rows
        assert len(directory.points) == 90
        return highest

    small, large = peak(2_000), peak(60_000)
    assert large < small * 1.2


def test_read_directory_tells_how_far_it_is(tmp_path):
    path = tmp_path / "long.csv"
    path.write_text("pcds,lat,long\n" + "B14 7RA,52.4,-1.9\n" * 250_001)
    told: list[int] = []
    read_directory(path, told.append)
    assert told == [250_000]


def test_read_directory_error_says_no_postcode(tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text("pcds,lat,long\nB14 7RA,52.4,nowhere\n")
    with pytest.raises(DirectoryError) as error:
        read_directory(path)
    assert "7RA" not in str(error.value)
