"""The six headings of a report in the wordings of `quirks.md` 11, by part."""

from __future__ import annotations

import random

WORDINGS = (
    ("一、总体情况",),
    ("二、主动公开政府信息情况", "二、主动公开政府信息的情况"),
    ("三、收到和处理政府信息公开申请情况",),
    ("四、政府信息公开行政复议、行政诉讼情况", "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况"),
    ("五、存在的主要问题及改进情况", "五、政府信息公开工作存在的主要问题及改进情况"),
    ("六、其他需要报告的事项",),
)


def headings(rng: random.Random) -> list[str]:
    """Return one wording for each part, in order."""
    return [rng.choice(words) for words in WORDINGS]
