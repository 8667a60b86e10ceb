"""While loops over floats in local variables: a series, Newton's method, an integral, a damped oscillator."""


def series(count):
    total = 0.0
    sign = 1.0
    i = 0
    while i < count:
        total += sign / (2 * i + 1)
        sign = -sign
        i += 1
    return 4.0 * total


def roots(count):
    total = 0.0
    number = 1.0
    i = 0
    while i < count:
        guess = number
        last = 0.0
        while guess - last > 1e-9 or last - guess > 1e-9:
            last = guess
            guess = 0.5 * (guess + number / guess)
        total += guess
        number += 0.25
        i += 1
    return total


def integral(steps):
    width = 2.0 / steps
    total = 0.0
    x = -1.0 + 0.5 * width
    while x < 1.0:
        total += (1.0 - x * x) * (0.5 + x) / (1.5 + x)
        x += width
    return total * width


def oscillator(steps):
    position = 1.0
    speed = 0.0
    i = 0
    while i < steps:
        speed -= 0.001 * (position + 0.001 * speed)
        position += 0.001 * speed
        i += 1
    return position


def main():
    print(f"{series(2_000_000):.9f} {roots(60_000):.6f} {integral(1_500_000):.9f} {oscillator(2_000_000):.9f}")


if __name__ == "__main__":
    main()
