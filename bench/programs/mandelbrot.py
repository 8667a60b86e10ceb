"""The Mandelbrot set as rows of bits: float arithmetic that goes round until a value escapes."""


def escapes(x0, y0, limit):
    x = y = 0.0
    for count in range(limit):
        xx = x * x
        yy = y * y
        if xx + yy > 4.0:
            return count
        y = 2.0 * x * y + y0
        x = xx - yy + x0
    return limit


def picture(width, height, limit):
    rows = []
    for row in range(height):
        y0 = 2.0 * row / height - 1.0
        bits = 0
        for column in range(width):
            x0 = 3.0 * column / width - 2.0
            bits = bits << 1 | (escapes(x0, y0, limit) == limit)
            if column & 7 == 7:
                rows.append(bits)
                bits = 0
    return bytes(rows)


def main():
    image = picture(400, 260, 200)
    total = 0
    for place, byte in enumerate(image):
        total = (total * 31 + byte * place) % 1_000_000_007
    print(len(image), sum(image), total)


if __name__ == "__main__":
    main()
