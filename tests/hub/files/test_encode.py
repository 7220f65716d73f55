"""What becomes of a good picture: upright, in sRGB, on white, in a few widths, with nothing else beside."""

import struct
from io import BytesIO

import pytest
from PIL import Image, ImageCms, ImageOps

from hub.files.check import check_picture
from tests.factories.files import KINDS, QUARTERS, make_upload, picture_bytes, quarters
from tests.hub.files.hostile import HTML, archive, pixel_bomb

# How far a colour may be off after it was compressed twice.
NEAR = 14


def check(content: bytes):
    return check_picture(make_upload(content))


def drawn(content: bytes, width: int | None = None) -> Image.Image:
    """What the hub keeps of a file, at its greatest width or at this one."""
    picture = check(content)
    return Image.open(BytesIO(picture.files[width or picture.widths[-1]])).convert("RGB")


def corners(image: Image.Image) -> list[tuple[int, ...]]:
    """The colours in the middle of the four quarters."""
    w, h = image.size
    return [image.getpixel((w * x // 4, h * y // 4)) for y in (1, 3) for x in (1, 3)]


def near(found, expected) -> bool:
    return all(
        abs(a - b) <= NEAR
        for one, other in zip(found, expected, strict=True)
        for a, b in zip(one, other, strict=True)
    )


def chunks(webp: bytes) -> list[str]:
    """The names of the chunks of a WebP file."""
    names, at = [], 12
    while at < len(webp):
        name, size = struct.unpack_from("<4sI", webp, at)
        names.append(name.decode())
        at += 8 + size + size % 2
    return names


@pytest.mark.parametrize(
    ("width", "height", "widths"),
    [
        (3000, 2000, [320, 640, 1280]),
        (1280, 500, [320, 640, 1280]),
        (1000, 800, [320, 640, 1000]),
        (640, 480, [320, 640]),
        (200, 300, [200]),
    ],
)
def test_picture_is_kept_in_widths_none_of_which_is_more_than_it_had(width, height, widths):
    picture = check(picture_bytes(image=quarters(width, height)))
    assert picture.widths == widths
    sizes = [Image.open(BytesIO(file)).size for file in picture.files.values()]
    assert sizes == [(wide, round(height * wide / width)) for wide in widths]
    assert picture.bytes == sum(map(len, picture.files.values()))


@pytest.mark.parametrize("kind", KINDS)
def test_colours_stay(kind):
    assert near(corners(drawn(picture_bytes(kind))), QUARTERS)


def test_same_file_gives_the_same_digest_and_another_another():
    digests = [
        check(picture_bytes(image=quarters(*size))).digest for size in ((800, 600), (800, 600), (800, 602))
    ]
    assert digests[0] == digests[1] != digests[2]


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_picture_is_turned_upright(orientation, kind):
    exif = Image.Exif()
    exif[0x0112] = orientation
    content = picture_bytes(kind, quarters(900, 600), exif=exif)
    expected = ImageOps.exif_transpose(Image.open(BytesIO(content))).convert("RGB")
    found = drawn(content)
    assert found.size == expected.size
    assert near(corners(found), corners(expected))
    assert (check(content).width, check(content).height) == expected.size


def located() -> bytes:
    """A photograph with the place where it was taken, the camera's number and an editor's notes."""
    exif = Image.Exif()
    exif[0x010E] = "Amina Hollis in her garden"
    exif[0x0112] = 3
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 26.0, 12.5), 3: "W", 4: (1.0, 53.0, 38.2)})
    exif.get_ifd(0x8769)[0xA431] = "CAMERA-0042"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>Amina Hollis</x:xmpmeta>"
    return picture_bytes(exif=exif, icc_profile=profile, xmp=xmp, comment=b"taken at 17 Larkspur Rise")


def test_nothing_but_pixels_is_kept():
    content = located()
    for told in (b"Amina Hollis", b"CAMERA-0042", b"Larkspur", b"adobe:ns:meta", b"ICC_PROFILE", b"Exif"):
        assert told in content
    for file in check(content).files.values():
        assert chunks(file) == ["VP8 "]
        assert Image.open(BytesIO(file)).getexif() == {}


@pytest.mark.parametrize("payload", [HTML, archive()], ids=["HTML", "zip"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_was_hidden_behind_a_picture_is_gone(kind, payload):
    for file in check(picture_bytes(kind) + payload).files.values():
        assert chunks(file) == ["VP8 "]
        assert b"alert" not in file


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_broken_exif_costs_a_picture_nothing():
    content = picture_bytes(exif=b"Exif\0\0MM\0*" + b"\xff" * 400)
    assert near(corners(drawn(content)), QUARTERS)


def swapped_profile() -> bytes:
    """sRGB with red and green taking each other's place."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    places = {}
    for entry in range(132, 132 + 12 * struct.unpack_from(">I", profile, 128)[0], 12):
        places[bytes(profile[entry : entry + 4])] = entry + 4
    red, green = places[b"rXYZ"], places[b"gXYZ"]
    profile[red : red + 8], profile[green : green + 8] = profile[green : green + 8], profile[red : red + 8]
    return bytes(profile)


@pytest.mark.parametrize("kind", KINDS)
def test_colour_profile_is_followed_and_left_out(kind):
    content = picture_bytes(kind, Image.new("RGB", (400, 300), (250, 10, 10)), icc_profile=swapped_profile())
    assert near([drawn(content).getpixel((200, 150))], [(10, 250, 10)])


def test_profile_that_does_not_fit_is_passed_over():
    grey = Image.new("L", (400, 300), 90)
    content = picture_bytes("PNG", grey, icc_profile=swapped_profile())
    assert near([drawn(content).getpixel((200, 150))], [(90, 90, 90)])
    broken = picture_bytes("JPEG", quarters(), icc_profile=b"no profile at all" * 20)
    assert near(corners(drawn(broken)), QUARTERS)


GREY = (128, 128, 128)
WHITE = (255, 255, 255)


@pytest.mark.parametrize(
    ("kind", "image", "expected"),
    [
        ("JPEG", Image.new("L", (400, 300), 128), GREY),
        ("JPEG", Image.new("CMYK", (400, 300), (0, 255, 255, 0)), (255, 0, 0)),
        ("PNG", Image.new("1", (400, 300), 1), WHITE),
        ("PNG", Image.new("L", (400, 300), 128), GREY),
        ("PNG", Image.new("I;16", (400, 300), 0x8080), GREY),
        ("PNG", Image.new("LA", (400, 300), (0, 127)), GREY),
        ("PNG", Image.new("RGBA", (400, 300), (255, 0, 0, 0)), WHITE),
        ("PNG", Image.new("RGBA", (400, 300), (0, 0, 0, 127)), GREY),
        ("PNG", Image.new("RGB", (400, 300), (200, 40, 40)).quantize(4), (200, 40, 40)),
        ("WEBP", Image.new("RGBA", (400, 300), (0, 0, 0, 127)), GREY),
    ],
    ids=["grey", "CMYK", "black and white", "grey PNG", "16 bits", "grey with alpha", "clear", "half clear",
         "palette", "WebP with alpha"],
)  # fmt: skip
def test_every_mode_comes_out_as_it_looks_on_white_paper(kind, image, expected):
    found = drawn(picture_bytes(kind, image))
    assert near([found.getpixel((200, 150))], [expected])


def test_transparent_colour_of_a_palette_is_white():
    image = Image.new("P", (400, 300), 1)
    image.putpalette([10, 20, 30, 200, 40, 40])
    assert near([drawn(picture_bytes("PNG", image, transparency=1)).getpixel((9, 9))], [WHITE])
    assert near([drawn(picture_bytes("PNG", image, transparency=0)).getpixel((9, 9))], [(200, 40, 40)])


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_first_picture_of_an_animation_is_taken(kind):
    frames = [Image.new("RGB", (400, 300), colour) for colour in QUARTERS]
    content = picture_bytes(kind, frames[0], save_all=True, append_images=frames[1:], duration=50)
    assert near([drawn(content).getpixel((200, 150))], [QUARTERS[0]])
    assert all(chunks(file) == ["VP8 "] for file in check(content).files.values())


def test_first_of_a_phones_two_pictures_is_taken():
    """Some phones write a second picture behind the first (CIPA DC-007)."""
    out = BytesIO()
    quarters().save(out, "MPO", save_all=True, append_images=[Image.new("RGB", (800, 600))])
    assert near(corners(drawn(out.getvalue())), QUARTERS)


def test_pixels_after_the_last_are_not_unpacked():
    assert near([drawn(pixel_bomb()).getpixel((150, 150))], [WHITE])
