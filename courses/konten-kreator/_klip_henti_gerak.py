"""Draws the klip peraga of KK-5, two paper boats at four and at twelve pictures per second, with its poster.

Run from the repository: `python -m courses.konten-kreator._klip_henti_gerak` (needs Pillow and an ffmpeg in imageio-ffmpeg).
"""

# ruff: noqa: INP001 -- a script that is run by hand, not a module

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from courses._klip import write_clip

ASSETS = Path(__file__).parent / "assets"
WIDTH, HEIGHT, RATE, SECONDS, PASSES = 480, 270, 12, 5, 2
GROUND, INK, RED, GREEN, BLUE = "#FBF8F2", "#1D231F", "#A8261C", "#0B5D3B", "#2B5C8A"
START, WAY = 60, 360


def eased(share: float) -> float:
    """Slow, fast, slow: the smoothstep curve over 0..1."""
    return share * share * (3 - 2 * share)


def boat(draw: ImageDraw.ImageDraw, x: float, y: float, colour: str) -> None:
    """A paper boat whose deck is at (x, y)."""
    draw.polygon([(x - 26, y), (x + 26, y), (x + 14, y + 20), (x - 14, y + 20)], fill=colour)
    draw.polygon([(x, y - 4), (x, y - 40), (x + 20, y - 8)], fill="white", outline=colour, width=3)


def picture(second: float) -> Image.Image:
    """The picture shown at a second of one pass, 0 <= second < SECONDS."""
    image = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(20)
    coarse = int(second * 4) / 4 / (SECONDS - 0.25)
    fine = eased(min(1.0, int(second * RATE) / (SECONDS * RATE - 1)))
    for top, label, share, colour in ((14, "4 foto per detik", coarse, RED), (144, "12 foto per detik", fine, GREEN)):
        draw.text((16, top), label, fill=colour, font=font)
        draw.line([(16, top + 96), (WIDTH - 16, top + 96)], fill=BLUE, width=4)
        boat(draw, START + WAY * share, top + 76, colour)
    draw.line([(0, 130), (WIDTH, 130)], fill="#D9D2C3", width=2)
    return image


def main() -> None:
    """Write the clip and its poster into assets/."""
    frames = [picture(number / RATE) for number in range(SECONDS * RATE)] * PASSES
    write_clip(ASSETS, "kk5-henti-gerak", frames, rate=RATE, poster=picture(2.5))


if __name__ == "__main__":
    main()
