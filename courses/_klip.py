"""Writes drawn pictures as a silent clip with its poster; the scripts `_klip_*.py` of the trainings draw them.

They run from the repository, for example `python -m courses.video._klip_lompat` (needs Pillow and an ffmpeg in imageio-ffmpeg).
"""

# ruff: noqa: INP001 -- for scripts that are run by hand, not a package

import subprocess
from collections.abc import Sequence
from pathlib import Path

import imageio_ffmpeg
from PIL import Image


def write_clip(assets: Path, name: str, frames: Sequence[Image.Image], *, rate: int, poster: Image.Image) -> None:
    """Write `name`.mp4 (H.264 that phones play, `rate` pictures per second) and `name`.jpg into assets.

    The frames are RGB and of one size. Raises CalledProcessError when ffmpeg refuses.
    """
    width, height = frames[0].size
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "rgb24"]
    command += ["-s", f"{width}x{height}", "-r", str(rate), "-i", "-", "-c:v", "libx264", "-profile:v", "high"]
    command += ["-pix_fmt", "yuv420p", "-crf", "24", "-movflags", "+faststart", "-map_metadata", "-1"]
    content = b"".join(frame.tobytes() for frame in frames)
    subprocess.run([*command, str(assets / f"{name}.mp4")], input=content, check=True)  # noqa: S603 -- our own words
    poster.save(assets / f"{name}.jpg", quality=85)
