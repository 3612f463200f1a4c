"""Whether a text speaks of a stage on the path of a candidate (DOMAIN.md §2)."""

from __future__ import annotations

from handlers.understanding.tokens import Shape, tokenize

_STAGES = (
    "nop don", "co don", "da lam don", "viet don", "ke khai ly lich", "nop ly lich", "tham tra", "nghi quyet",
    "co nq", "quyet dinh", "co qd", "ket nap", "le ket nap", "hoc xong lop", "hoan thanh lop", "chung nhan",
    "co gcn", "lop nhan thuc", "lop cam tinh", "lop dang vien moi", "chuyen dang chinh thuc",
    "cong nhan chinh thuc", "chinh thuc", "phan cong dang vien", "giup do", "xin thoi", "tam dung", "chuyen di",
    "chuyen noi khac", "chuyen cong ty", "nghi viec", "khong dat", "applied", "verified", "admitted",
)  # fmt: skip


def names_stage(text: str) -> bool:
    """Whether one of the stages is named."""
    words = f" {' '.join(token.folded for token in tokenize(text) if token.shape is not Shape.MARK)} "
    return any(f" {stage} " in words for stage in _STAGES)
