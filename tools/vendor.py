"""Copy what others made into `static/vendor`: design system, themes, htmx, icons, fonts – with a manifest of sums.

For maintainers only (`make vendor`); who installs or develops Stafettlogg needs no Node. The steps:

1. install the pinned packages of `tools/vendor/package-lock.json`, without running their scripts
2. build the two themes, minify the design system
3. put htmx and its nonce gate in one file: as two, the gate sometimes came too late
4. put the icons in use in one sprite
5. cut the fonts to the letters we need
6. write the manifest that `tests/web/test_vendored.py` recomputes
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent / "vendor"
PACKAGES = HERE / "node_modules"
BUILD = HERE / "build"
OUT = HERE.parents[1] / "stafettlogg" / "web" / "static" / "vendor"

THEMES = ("stafettlogg", "havvik")
# fmt: off
ICONS = (
    "Archive", "ArrowLeft", "ArrowRight", "ArrowsCirclepath", "BulletList", "Bell", "Buildings3", "Calendar", "Chat",
    "Checkmark", "CheckmarkCircle", "ChevronDown", "ChevronRight", "ClockDashed", "Cog", "Compass", "DocPencil",
    "Download", "ExclamationmarkTriangle", "Eye", "EyeSlash", "FigureChild", "FileCheckmark", "Footprint", "Globe",
    "HandShakeHeart", "Handshake", "HatSchool", "HeartFill", "HikingTrailSign", "Hourglass", "House",
    "InformationSquare", "Leave", "LightBulb", "MagnifyingGlass", "PadlockLocked", "Paperclip", "Paperplane",
    "PencilLine", "Person", "PersonGroup", "Plus", "PrinterSmall", "QuestionmarkDiamond", "ShieldLock", "Sparkles",
    "Star", "Sun", "Tasklist", "Trash", "XMark", "XMarkOctagon",
)
# fmt: on

# Norwegian, Northern Sámi and the Latin letters of the guardians' languages.
LATIN = "U+0020-007E,U+00A0-00FF,U+0131,U+0152-0153,U+02BC,U+02C6,U+02DA,U+02DC,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+2030,U+2039-203A,U+20AC,U+2122,U+2190-2193,U+2212"
LATIN_EXTENDED = "U+0100-017F,U+018F,U+0192,U+01CD-01DC,U+01E4-01E9,U+0218-021B,U+0259,U+02BB-02BC,U+1E9E"
FONTS = {
    "inter-latin.woff2": ("@fontsource-variable/inter/files/inter-latin-wght-normal.woff2", LATIN),
    "inter-latin-ext.woff2": ("@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2", LATIN_EXTENDED),
    "newsreader500-latin.woff2": ("@fontsource/newsreader/files/newsreader-latin-500-normal.woff2", LATIN),
    "newsreader500-latin-ext.woff2": (
        "@fontsource/newsreader/files/newsreader-latin-ext-500-normal.woff2",
        LATIN_EXTENDED,
    ),
}
FONT_TOOLS = ("uv", "run", "--no-project", "--with", "fonttools==4.60.1", "--with", "brotli==1.2.0")


def main() -> None:
    """Do the steps; the working folder changes only in `static/vendor`."""
    run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    OUT.mkdir(parents=True, exist_ok=True)
    stylesheets()
    htmx()
    (OUT / "icons.svg").write_text(sprite(), encoding="utf-8")
    for name, (source, letters) in FONTS.items():
        font(PACKAGES / source, letters, OUT / name)
    licences()
    manifest()


def run(*command: str) -> None:
    """Run a program in the folder of the pinned packages, and stop if it fails."""
    subprocess.run(command, cwd=HERE, check=True)


def stylesheets() -> None:
    """Build both themes from `designsystemet.config.json` and minify them and the design system."""
    bins = PACKAGES / ".bin"
    run(str(bins / "designsystemet"), "tokens", "create", "--config", "designsystemet.config.json")
    run(str(bins / "designsystemet"), "tokens", "build", "--tokens", "build/tokens", "-o", "build/theme")
    sources = {f"theme-{theme}.css": BUILD / "theme" / f"{theme}.css" for theme in THEMES}
    sources["designsystemet.css"] = PACKAGES / "@digdir/designsystemet-css/dist/src/index.css"
    for name, source in sources.items():
        run(
            str(bins / "esbuild"),
            str(source),
            "--minify",
            "--target=esnext",
            f"--outfile={OUT / name}",
            "--log-level=warning",
        )


def htmx() -> None:
    """Join htmx and hx-csp, htmx first."""
    parts = [PACKAGES / "htmx.org/dist/htmx.min.js", PACKAGES / "htmx.org/dist/ext/hx-csp.min.js"]
    texts = [re.sub(r"\n?//# sourceMappingURL=.*", "", part.read_text(encoding="utf-8")).strip() for part in parts]
    (OUT / "htmx.js").write_text("\n;".join(texts) + "\n", encoding="utf-8")


def sprite() -> str:
    """One SVG with a symbol for each icon, coloured by the text around it."""
    symbols = []
    for name in ICONS:
        svg = (PACKAGES / "@navikt/aksel-icons/dist/svg" / f"{name}.svg").read_text(encoding="utf-8").strip()
        shape = re.sub(r"^<svg[^>]*>|</svg>$", "", svg).strip()
        shape = re.sub(r'fill="#[0-9A-Fa-f]{6}"', 'fill="currentColor"', shape)
        shape = re.sub(r"\d+\.\d{3,}", lambda number: f"{float(number.group()):.2f}".rstrip("0").rstrip("."), shape)
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{shape}</symbol>')
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n'


def font(source: Path, letters: str, target: Path) -> None:
    """Keep the letters named and, of a variable font, the weights 400–700."""
    BUILD.mkdir(exist_ok=True)
    narrowed = source
    if "variable" in str(source):
        narrowed = BUILD / f"narrowed-{target.name}"
        run(
            *FONT_TOOLS,
            "fonttools",
            "varLib.instancer",
            str(source),
            "wght=400:700",
            "-q",
            "--no-recalc-timestamp",
            "-o",
            str(narrowed),
        )
    features = "--layout-features=kern,mark,mkmk,ccmp,locl,tnum,cv05,calt"
    run(
        *FONT_TOOLS,
        "pyftsubset",
        str(narrowed),
        f"--unicodes={letters}",
        features,
        "--flavor=woff2",
        f"--output-file={target}",
    )


def licences() -> None:
    """Put the licence of each part beside it."""
    for name, source in {
        "designsystemet": "@digdir/designsystemet-css/LICENSE",
        "htmx": "htmx.org/LICENSE",
        "inter": "@fontsource-variable/inter/LICENSE",
        "newsreader": "@fontsource/newsreader/LICENSE",
    }.items():
        shutil.copyfile(PACKAGES / source, OUT / f"LICENSE-{name}.txt")


def manifest() -> None:
    """Write size and sha256 of every file, and which package each version came from."""
    files = sorted(path for path in OUT.iterdir() if path.name != "manifest.json")
    sums = {
        path.name: {"bytes": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        for path in files
    }
    packages = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    text = json.dumps({"packages": packages, "files": sums}, indent=1) + "\n"
    (OUT / "manifest.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
