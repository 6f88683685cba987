"""TEST DATA, NOT CONTENT: documents made up from lists of words so that relevance is measured in a crowd. Nothing here is a finding.

A document for each practice and crop below, in three languages; each also names, in passing, a practice it is not about.
"""

from collections.abc import Iterator

from site4p1000.search.documents import SearchDocument

PRACTICES = {
    "terraces": ("Bench terraces", "Terrasses de culture", "Terrazas de banco"),
    "fallow": ("Improved fallow", "Jachère améliorée", "Barbecho mejorado"),
    "green-manure": ("Green manure", "Engrais vert", "Abono verde"),
    "slurry": ("Slurry injection", "Injection de lisier", "Inyección de purín"),
    "liming": ("Liming of acid soil", "Chaulage des sols acides", "Encalado de suelos ácidos"),
    "drip": ("Drip irrigation", "Irrigation goutte à goutte", "Riego por goteo"),
    "subsoiling": ("Subsoiling against compaction", "Sous-solage contre le tassement", "Subsolado contra la compactación"),
    "worms": ("Worm castings", "Lombricompost", "Humus de lombriz"),
    "ponds": ("Farm ponds", "Mares et retenues", "Estanques de finca"),
    "strips": ("Grass strips", "Bandes enherbées", "Franjas de pasto"),
}
CROPS = {
    "vines": ("vineyards", "vignes", "viñedos"),
    "coffee": ("coffee", "café", "café"),
    "potatoes": ("potatoes", "pommes de terre", "papas"),
    "olives": ("olive groves", "oliveraies", "olivares"),
    "sugarcane": ("sugar cane", "canne à sucre", "caña de azúcar"),
    "wheat": ("wheat", "blé", "trigo"),
    "cassava": ("cassava", "manioc", "yuca"),
    "cotton": ("cotton", "coton", "algodón"),
}
LANGUAGES = ("en", "fr", "es")
TITLES = ("{practice} with {crop}", "{practice} et {crop}", "{practice} y {crop}")
SUMMARIES = (
    "Made-up text for tests: {practice} where {crop} grow.",
    "Texte inventé pour les tests : {practice} là où poussent {crop}.",
    "Texto inventado para pruebas: {practice} donde crecen {crop}.",
)
BODIES = (
    "People begin before the rains and look after it every year. Unlike {other}, it asks for little money. The soil is dug by hand.",
    "On commence avant les pluies et on entretient chaque année. À la différence de {other}, cela coûte peu. Le sol est travaillé à la main.",
    "Se empieza antes de las lluvias y se cuida cada año. A diferencia de {other}, cuesta poco dinero. El suelo se trabaja a mano.",
)


def synthetic_documents() -> Iterator[SearchDocument]:
    """Always the same documents; ids begin with ``made-up``."""
    names = list(PRACTICES)
    for place, (practice, crop) in enumerate((practice, crop) for practice in PRACTICES for crop in CROPS):
        other = names[(names.index(practice) + 1 + place % (len(names) - 1)) % len(names)]
        for number, language in enumerate(LANGUAGES):
            words = {"practice": PRACTICES[practice][number], "crop": CROPS[crop][number], "other": PRACTICES[other][number].lower()}
            yield SearchDocument(
                id=f"made-up-{practice}-{crop}",
                type="practice",
                language=language,
                title=TITLES[number].format(**words),
                url=f"/made-up/{practice}/{crop}/",
                summary=SUMMARIES[number].format(**words),
                body=BODIES[number].format(**words),
            )
