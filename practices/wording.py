from site4p1000.common.wording import *  # noqa
