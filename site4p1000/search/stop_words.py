"""Words too common to search for, in three languages. Written with accents, compared without. Pure data.

Words that deny are not among them: "no till", "sans labour" and "sin labranza" are what people look for.
They are left out of queries only; the index keeps every word, so that phrases stay exact.
"""

STOP_WORDS = {
    "en": """a about after all also an and any are as at be because been before being between both but by can could did do does
        for from had has have he her here his how i if in into is it its may me more most my of on or other our over should so some
        such than that the their them then there these they this those through to under up us was we were what when where which
        while who why will with would you your""",
    "fr": """a afin ai ainsi alors au aucun aussi autre autres aux avec avoir c ce cela ces cet cette chez comme comment d dans de
        depuis des donc dont du elle elles en encore entre est et été être eu eux fait faire il ils j je l la là le les leur leurs
        lors lui m ma mais me même mes moi mon n ne nos notre nous on ont ou où par parce pas pendant peu peut plus pour pourquoi
        qu quand que quel quelle quelles quels qui quoi s sa se selon ses si sont sous sur t ta te tes toi ton tous tout toute
        toutes très tu un une vers vos votre vous y""",
    "es": """a al algo algunas algunos ante antes aquí así aunque cada como cómo con contra cual cuál cuales cuando cuándo de del
        desde donde dónde dos durante e el él ella ellas ellos en entre era es esa esas ese eso esos esta está estas este esto
        estos fue ha hace han hasta hay la las le les lo los más me mi mis mucho muy nos nosotros o os otra otras otro otros para
        pero poco por porque qué que quien quién se sea según ser si sí sido sobre son su sus también tan te tiene todo todos tu
        tus u un una unas uno unos usted y ya yo""",
}

ELIDED = frozenset(
    ("c", "d", "j", "l", "m", "n", "qu", "s", "t", "jusqu", "lorsqu", "presqu", "puisqu", "quoiqu", "dell", "nell", "all", "sull", "un")
)
"""What stands before an apostrophe and says nothing: *l'eau*, *qu'il*, *dell'acqua*."""
