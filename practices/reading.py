def practice_reading(page):
    return None
