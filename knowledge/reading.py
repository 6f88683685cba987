def story_list(*, page, number):
    return ()


def story_reading(page):
    return None
