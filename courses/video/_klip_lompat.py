"""Draws the klip peraga of VD-6, the same cut after 18 and after 44 degrees, with its poster.

Run from the repository: `python -m courses.video._klip_lompat` (needs Pillow and an ffmpeg in imageio-ffmpeg).
"""

# ruff: noqa: INP001 -- a script that is run by hand, not a module

import math
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from courses._klip import write_clip

ASSETS = Path(__file__).parent / "assets"
WIDTH, HEIGHT, RATE, SECONDS = 480, 440, 12, 9
HALF = HEIGHT // 2
CUT, BACK = 3.0, 6.0
FIRST, NEAR, FAR = -6.0, -24.0, -50.0
WALL, SHIRT, SKIN, INK = (236, 226, 204), (11, 93, 59), (232, 201, 166), (29, 35, 31)


def speaker(angle: float, second: float) -> Image.Image:
    """One half picture: a person who talks, seen from `angle` degrees beside the line to the lens."""
    image = Image.new("RGB", (WIDTH, HALF), WALL)
    draw = ImageDraw.Draw(image)
    turn = math.sin(math.radians(angle))
    window, shelf = 320 - turn * 200, -100 - turn * 200
    draw.rectangle((window, 30, window + 80, 130), fill=(190, 214, 232), outline=INK, width=2)
    draw.rectangle((shelf, 20, shelf + 90, 180), fill=(164, 124, 84), outline=INK, width=2)
    for row in range(3):
        draw.line((shelf, 60 + row * 40, shelf + 90, 60 + row * 40), fill=INK, width=2)
    middle = 240 + turn * 30
    draw.rounded_rectangle((middle - 75, 138, middle + 75, HALF + 30), 40, fill=SHIRT, outline=INK, width=2)
    draw.ellipse((middle - 44, 46, middle + 44, 146), fill=SKIN, outline=INK, width=2)
    face = middle + turn * 34
    for eye in (face - 17, face + 17):
        if eye < middle - 40:
            continue  # the far eye is behind the nose
        draw.ellipse((eye - 4, 84, eye + 4, 92), fill=INK)
    draw.line((face + turn * 10, 94, face + turn * 16, 108), fill=INK, width=3)
    opening = 2 + 5 * abs(math.sin(second * 7))
    draw.ellipse((face - 11, 122 - opening, face + 11, 122 + opening), fill=(120, 40, 40))
    return image


def picture(second: float) -> Image.Image:
    """The picture shown at a second of the clip: above 18 degrees apart, below 44."""
    image = Image.new("RGB", (WIDTH, HEIGHT), "#FBF8F2")
    font = ImageFont.load_default(20)
    other = CUT <= second < BACK
    image.paste(speaker(NEAR if other else FIRST, second), (0, 0))
    image.paste(speaker(FAR if other else FIRST, second), (0, HALF))
    draw = ImageDraw.Draw(image)
    for top, label, colour in (
        (4, "geser 18 derajat: lompat", "#A8261C"),
        (HALF + 4, "geser 44 derajat: sambung", "#0B5D3B"),
    ):
        draw.rectangle((6, top, 272, top + 28), fill="#FBF8F2")
        draw.text((12, top + 2), label, fill=colour, font=font)
    draw.line([(0, HALF), (WIDTH, HALF)], fill=INK, width=3)
    return image


def main() -> None:
    """Write the clip and its poster into assets/."""
    frames = [picture(number / RATE) for number in range(SECONDS * RATE)]
    write_clip(ASSETS, "vd6-lompat", frames, rate=RATE, poster=picture(4.5))


if __name__ == "__main__":
    main()
