"""Letters of other alphabets in Latin letters, and letters that look like Latin ones.

Cyrillic follows ICAO Doc 9303 where no mark is lost (a short I is an I), otherwise the spelling
that names usually have (KH, TS, YU, YA). Greek follows ELOT 743, Armenian and Georgian the national
systems. Keys are upper-case letters without marks.
"""

CYRILLIC = {
    **dict(zip("АБВГДЕЗИКЛМНОПРСТУФЫЭІ", "ABVGDEZIKLMNOPRSTUFYEI", strict=True)),
    **dict(zip("ЈҐҒҚҢӨҰҮҺӘЂЋЄ", "JGGKNOUUHADCE", strict=True)),
    "Ж": "ZH", "Х": "KH", "Ц": "TS", "Ч": "CH", "Ш": "SH", "Щ": "SHCH", "Ю": "YU", "Я": "YA",
    "Ъ": "", "Ь": "", "Љ": "LJ", "Њ": "NJ", "Џ": "DZ", "Ѕ": "DZ", "Җ": "ZH", "Ҷ": "CH", "Ҳ": "H",
    "Ѣ": "E", "Ѳ": "F", "Ѵ": "I",
}  # fmt: skip
GREEK = {
    **dict(zip("ΑΒΓΔΕΖΗΙΚΛΜΝΞΟΠΡΣΤΥΦΩ", "AVGDEZIIKLMNXOPRSTYFO", strict=True)),
    "ς": "S", "Θ": "TH", "Χ": "CH", "Ψ": "PS",
}  # fmt: skip
GREEK_PAIRS = {"ΟΥ": "OU", "ΑΥ": "AV", "ΕΥ": "EV", "ΓΓ": "NG"}
"""Two letters for one phoneme; the second may have an accent."""
ARMENIAN = {
    **dict(zip("ԱԲԳԴԵԶԷԸԹԻԼԿՀՄՅՆՈՊՋՌՍՎՏՐՒՓՔՕՖ", "ABGDEZEYTILKHMYNOPJRSVTRVPKOF", strict=True)),
    "Ժ": "ZH", "Խ": "KH", "Ծ": "TS", "Ձ": "DZ", "Ղ": "GH", "Ճ": "CH", "Շ": "SH", "Չ": "CH",
    "Ց": "TS", "և": "EV",
}  # fmt: skip
GEORGIAN = {
    **dict(zip("აბგდევზთიკლმნოპრსტუფქყჯჰ", "ABGDEVZTIKLMNOPRSTUPKQJH", strict=True)),
    "ჟ": "ZH", "ღ": "GH", "შ": "SH", "ჩ": "CH", "ც": "TS", "ძ": "DZ", "წ": "TS", "ჭ": "CH",
    "ხ": "KH",
}  # fmt: skip
LATIN = {
    "ß": "SS", "ẞ": "SS", "Æ": "AE", "Œ": "OE", "Ø": "OE", "Þ": "TH", "Đ": "D", "Ð": "D",
    "Ħ": "H", "Ł": "L", "Ŋ": "N", "Ŧ": "T", "ĸ": "K", "Ɓ": "B", "Ɖ": "D", "Ɗ": "D", "Ə": "A",
    "Ɛ": "E", "Ƒ": "F", "Ɠ": "G", "Ɨ": "I", "Ƙ": "K", "Ɲ": "N", "Ƭ": "T", "Ʈ": "T", "Ʊ": "U",
    "Ʋ": "V", "Ƴ": "Y", "Ƶ": "Z", "Ɔ": "O", "Ǝ": "E", "Ȥ": "Z", "Ƀ": "B", "Ʉ": "U",
    "Ɇ": "E", "Ɉ": "J", "Ɍ": "R", "Ɏ": "Y", "Ⱥ": "A", "Ȼ": "C", "Ƚ": "L", "Ⱦ": "T", "Ɫ": "L",
    "Ɱ": "M", "Ɽ": "R", "Ⱪ": "K", "Ⱬ": "Z", "Ɑ": "A", "Ɡ": "G", "Ʀ": "R", "ʙ": "B", "ᴀ": "A",
    "ᴄ": "C", "ᴅ": "D", "ᴇ": "E", "ꜰ": "F", "ɢ": "G", "ʜ": "H", "ɪ": "I", "ᴊ": "J", "ᴋ": "K",
    "ʟ": "L", "ᴍ": "M", "ɴ": "N", "ᴏ": "O", "ᴘ": "P", "ʀ": "R", "ꜱ": "S", "ᴛ": "T", "ᴜ": "U",
    "ᴠ": "V", "ᴡ": "W", "ʏ": "Y", "ᴢ": "Z",
}  # fmt: skip
ARABIC = {"ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ہ": "ه"}
"""Letters that Persian and Urdu keyboards write in another way, or that are often exchanged."""
LETTERS = {**CYRILLIC, **GREEK, **ARMENIAN, **GEORGIAN, **LATIN, **ARABIC}

LOOK_ALIKES = {
    # Cyrillic, upper and lower case
    **dict(zip("АВЕЅІЈКМНОРСТУХҮҺԚԜԌ", "ABESIJKMHOPCTYXYHQWG", strict=True)),
    **dict(zip("авеѕіјкмнорсту" + "хүһԛԝԁѵгпь", "abesijkmhopcty" + "xyhqwdvrnb", strict=True)),
    # Greek
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹϳ", "ABEZHIKMNOPTYXCj", strict=True)),
    **dict(zip("αγηικνορτυχωϲεβ", "aynikvoptuxwceb", strict=True)),
    # Armenian, Cherokee, Lisu
    **dict(zip("օոսհցյքՏՕՍԼ", "onuhgjpSOUL", strict=True)),
    **dict(zip("ᎪᏴᏟᎠᎬᎻᎥᎫᏦᏞᎷΝᎢᏢᏒᏚᎳᏃᏙ", "ABCDEHIJKLMNTPRSWZV", strict=True)),
    **dict(zip("ꓐꓑꓓꓔꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣꓦꓧꓪꓫꓬꓮꓰꓲꓳꓴ", "BPDTGKJCZFMNLSRVHWXYAEIOU", strict=True)),
}
"""Letters that stand for the Latin letter that they look like, within a Latin word."""
