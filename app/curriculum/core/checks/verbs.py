"""Verbs that an objective may begin with: what a trainer can see being done."""

MEASURABLE = frozenset(
    """
membandingkan memasang memasangkan membedakan membuat memeriksa memilih memotret memotong memperbaiki memverifikasi
menandai menanggapi menata mencatat mencantumkan menentukan menerapkan menerbitkan mengatur mengekspor mengenali
menggolongkan menghitung mengisi mengubah mengukur mengunci mengurus mengurutkan mengevaluasi menilai menjalankan
menjelaskan menolak menulis menunjukkan menyebutkan menyunting menyusun merancang merekam merevisi merumuskan
melaporkan melengkapi memangkas memberi bertanya memakai menyesuaikan menghapus menjabarkan mengutip
""".split()
)


def is_measurable(text: str) -> bool:
    """Whether the first word is one of the verbs of courses/SKEMA.md section 3."""
    first = text.split(maxsplit=1)
    return bool(first) and first[0].strip(",.;:").lower() in MEASURABLE
