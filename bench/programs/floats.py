"""Float arithmetic: points of the Mandelbrot set, a spectral norm."""


def mandelbrot(width, height, limit):
    inside = 0
    for row in range(height):
        y0 = 2.0 * row / height - 1.0
        for column in range(width):
            x0 = 3.0 * column / width - 2.0
            x = y = 0.0
            count = 0
            while x * x + y * y <= 4.0 and count < limit:
                x, y = x * x - y * y + x0, 2.0 * x * y + y0
                count += 1
            inside += count == limit
    return inside


def entry(i, j):
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def spectral(size):
    u = [1.0] * size
    for _ in range(3):
        v = [sum(entry(i, j) * u[j] for j in range(size)) for i in range(size)]
        u = [sum(entry(j, i) * v[j] for j in range(size)) for i in range(size)]
    return (sum(a * b for a, b in zip(u, v)) / sum(b * b for b in v)) ** 0.5


print(mandelbrot(240, 160, 250), f"{spectral(160):.9f}")
