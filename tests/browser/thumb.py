"""The technician's thumb."""


class Thumb:
    """Counts what the technician touches."""

    def __init__(self, page):
        self.page, self.taps = page, 0

    def tap(self, target):
        target.click()
        self.taps += 1

    def go_on(self):
        self.tap(self.page.get_by_role("button", name="Continua"))

    def sign(self, place):
        """Draw two strokes; counts as one."""
        canvas = self.page.locator("canvas").nth(place)
        canvas.scroll_into_view_if_needed()
        box = canvas.bounding_box()
        for way in (((20, 90), (90, 30), (150, 100)), ((170, 40), (220, 110))):
            self.page.mouse.move(box["x"] + way[0][0], box["y"] + way[0][1])
            self.page.mouse.down()
            for x, y in way[1:]:
                self.page.mouse.move(box["x"] + x, box["y"] + y, steps=6)
            self.page.mouse.up()
        self.taps += 1
