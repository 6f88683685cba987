def practice_list(*, query, language, path):
    return None


def zone_cards(language):
    return ()


def zone_practices(page):
    return {}
