using System.Numerics;

namespace Stratum.Validation;

/// <summary>Cholesky factorisation of a small dense symmetric positive definite matrix, row-major, in place.</summary>
internal static class CholeskyFactor
{
    /// <summary>Overwrites the lower triangle of <paramref name="matrix"/> with L (A = L L^T); false when it is not positive definite.</summary>
    public static bool TryFactor(Span<double> matrix, int n)
    {
        for (var i = 0; i < n; i++)
        {
            var row = matrix.Slice(i * n, n);
            for (var j = 0; j < i; j++)
            {
                row[j] = (row[j] - Dot(row[..j], matrix.Slice(j * n, j))) / matrix[(j * n) + j];
            }

            var pivot = row[i] - Dot(row[..i], row[..i]);
            if (!(pivot > 0))
            {
                return false;
            }

            row[i] = Math.Sqrt(pivot);
        }

        return true;
    }

    /// <summary>Solves L x = b in place.</summary>
    public static void SolveLower(ReadOnlySpan<double> factor, int n, Span<double> b)
    {
        for (var i = 0; i < n; i++)
        {
            b[i] = (b[i] - Dot(factor.Slice(i * n, i), b[..i])) / factor[(i * n) + i];
        }
    }

    /// <summary>Solves L L^T x = b in place.</summary>
    public static void Solve(ReadOnlySpan<double> factor, int n, Span<double> b)
    {
        SolveLower(factor, n, b);
        for (var i = n - 1; i >= 0; i--)
        {
            b[i] /= factor[(i * n) + i];
            for (var j = 0; j < i; j++)
            {
                b[j] -= factor[(i * n) + j] * b[i];
            }
        }
    }

    /// <summary>
    /// The diagonal of the inverse, from the columns of L^-1: (A^-1)ii = sum over k >= i of (L^-1)ki^2;
    /// what leave-one-out needs besides one solve.
    /// </summary>
    public static void InverseDiagonal(Span<double> factor, int n, Span<double> diagonal, Span<double> column)
    {
        for (var i = 0; i < n; i++)
        {
            column[..i].Clear();
            column[i] = 1 / factor[(i * n) + i];
            var sum = column[i] * column[i];
            for (var k = i + 1; k < n; k++)
            {
                column[k] = -Dot(factor.Slice((k * n) + i, k - i), column[i..k]) / factor[(k * n) + k];
                sum += column[k] * column[k];
            }

            diagonal[i] = sum;
        }
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var i = 0;
        var sum = 0.0;
        if (Vector.IsHardwareAccelerated && a.Length >= Vector<double>.Count)
        {
            var sums = Vector<double>.Zero;
            for (; i <= a.Length - Vector<double>.Count; i += Vector<double>.Count)
            {
                sums += new Vector<double>(a[i..]) * new Vector<double>(b[i..]);
            }

            sum = Vector.Sum(sums);
        }

        for (; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
