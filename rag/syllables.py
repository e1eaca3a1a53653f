"""Which letters can make a Vietnamese syllable: an onset, a rime, and a tone that the rime can bear."""

import unicodedata

_ONSETS = frozenset(["", *"b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x".split()])
_RIMES = frozenset(
    """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot
    ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uy uya uych uyên uyêt uynh uyt uyu
    ư ưa ưc ưi ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
    y yt ych ynh yêm yên yêng yêt yêu
    """.split()
)
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_AFTER_STOPS = frozenset("\u0301\u0323")  # sắc and nặng: the only tones before p, t, c, ch


def is_syllable(word: str) -> bool:
    """Whether a match key is a possible syllable ("nhỉ", "nguyễn"); "nươc" is none, since a stop wants sắc or nặng."""
    decomposed = unicodedata.normalize("NFD", word)
    tones = [character for character in decomposed if character in _TONES]
    plain = unicodedata.normalize("NFC", "".join(character for character in decomposed if character not in _TONES))
    if len(tones) > 1 or (plain.endswith(("p", "t", "c", "ch")) and (not tones or tones[0] not in _AFTER_STOPS)):
        return False
    return any(plain[:length] in _ONSETS and plain[length:] in _RIMES for length in range(4))
