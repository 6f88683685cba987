def issue_list(*, page, number):
    return ()


def issue_reading(page):
    return None
