"""Draws the klip peraga of VD-2, the same desk with automatic and with locked exposure, with its poster.

Run from the repository: `python -m courses.video._klip_pajanan` (needs Pillow and an ffmpeg in imageio-ffmpeg).
"""

# ruff: noqa: INP001 -- a script that is run by hand, not a module

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from courses._klip import write_clip

ASSETS = Path(__file__).parent / "assets"
WIDTH, HEIGHT, RATE, SECONDS = 480, 270, 12, 10
HALF = HEIGHT // 2
WALL, DESK, INK, RED, GREEN = (236, 226, 204), (150, 108, 70), (29, 35, 31), "#A8261C", "#0B5D3B"
ENTERS, LEAVES, LAG, DARKEST = 3.0, 7.0, 0.6, 0.5


def brightness(second: float) -> float:
    """What automatic exposure makes of the picture while something white fills it: 1 is as it was, DARKEST its floor."""
    falling = min(1.0, max(0.0, (second - ENTERS) / LAG))
    rising = min(1.0, max(0.0, (second - LEAVES) / LAG))
    return 1 - (1 - DARKEST) * (falling - rising)


def desk(second: float) -> Image.Image:
    """One half picture: a wall, a map on a desk, and a white shirt that walks past from ENTERS to LEAVES."""
    image = Image.new("RGB", (WIDTH, HALF), WALL)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 100, WIDTH, HALF), fill=DESK)
    draw.rectangle((150, 62, 250, 116), fill=(92, 130, 176), outline=INK, width=2)
    for row in range(3):
        draw.line((166, 76 + row * 12, 234, 76 + row * 12), fill=(230, 236, 244), width=3)
    if ENTERS <= second <= LEAVES:
        left = WIDTH - (second - ENTERS) / (LEAVES - ENTERS) * (WIDTH + 150)
        draw.rounded_rectangle((left, 28, left + 150, HALF), 24, fill="white", outline=(200, 200, 200), width=2)
    return image


def picture(second: float) -> Image.Image:
    """The picture shown at a second of the clip: above automatic, below locked."""
    image = Image.new("RGB", (WIDTH, HEIGHT), "#FBF8F2")
    font = ImageFont.load_default(20)
    share = brightness(second)
    image.paste(desk(second).point(lambda value: int(value * share)), (0, 0))
    image.paste(desk(second), (0, HALF))
    draw = ImageDraw.Draw(image)
    for top, label, colour in ((4, "pajanan otomatis", RED), (HALF + 4, "pajanan terkunci", GREEN)):
        draw.rectangle((6, top, 194, top + 28), fill="#FBF8F2")
        draw.text((12, top + 2), label, fill=colour, font=font)
    draw.line([(0, HALF), (WIDTH, HALF)], fill=INK, width=3)
    return image


def main() -> None:
    """Write the clip and its poster into assets/."""
    frames = [picture(number / RATE) for number in range(SECONDS * RATE)]
    write_clip(ASSETS, "vd2-pajanan", frames, rate=RATE, poster=picture(5.0))


if __name__ == "__main__":
    main()
