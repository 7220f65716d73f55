"""How much memory a large picture takes: each is decoded in a process of its own, which says how much."""

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.factories.files import picture_bytes

ROOT = Path(__file__).resolve().parents[3]
STATUS = Path("/proc/self/status")
# Not getrusage(): on Linux a program begins with the peak of whoever started it.
PROGRAM = """
import re, sys
from pathlib import Path
from django.core.files.uploadedfile import SimpleUploadedFile
from hub.files.check import check_picture
def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]) // 1000
upload = SimpleUploadedFile("x", open(sys.argv[1], "rb").read())
before = peak()
picture = check_picture(upload)
print(picture.width, picture.height, *picture.widths, peak() - before)
"""


def grey(width: int, height: int) -> Image.Image:
    return Image.linear_gradient("L").resize((width, height))


# Megapixels, what it is, the most megabytes that it may take beside the file itself.
LARGE = {
    "40, photograph": ((7300, 5480), "JPEG", "RGB", {"quality": 70}, 150),
    "50, progressive photograph": ((7300, 6840), "JPEG", "RGB", {"progressive": True, "subsampling": 0}, 420),
    "50, drawing with alpha": ((7300, 6840), "PNG", "RGBA", {"compress_level": 1}, 560),
    "25, WebP": ((5000, 4990), "WEBP", "RGB", {"method": 0}, 500),
}


@pytest.mark.skipif(not STATUS.exists(), reason="only Linux tells what a program has used at most")
@pytest.mark.parametrize("name", LARGE)
def test_large_picture_is_taken_in_bounded_memory(name, tmp_path):
    (width, height), kind, mode, options, most = LARGE[name]
    file = tmp_path / "picture"
    file.write_bytes(picture_bytes(kind, grey(width, height).convert(mode), **options))
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(file)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    *size, taken = map(int, done.stdout.split())
    assert size == [width, height, 320, 640, 1280]
    assert 10 < taken < most
