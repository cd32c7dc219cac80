namespace Stratum.Benchmarks;

/// <summary>A data set of known errors: cases that are scored apart and counted together.</summary>
/// <param name="Name">Folder or file.</param>
/// <param name="Kinds">Names of the error kinds; the first is "right".</param>
/// <param name="Cases">At least one.</param>
/// <param name="CountedFrom">Unix seconds: what is earlier is scored and not counted, since a past has to be learnt first.</param>
/// <param name="Bar">The least F1 and the highest false-positive rate that VALIDATION asks for.</param>
/// <param name="Anchors">What other methods reach, from VALIDATION, section 2.</param>
internal sealed record LabelledSet(
    string Name, IReadOnlyList<string> Kinds, IReadOnlyList<LabelledCase> Cases, long CountedFrom, (double F1, double Fpr) Bar, IReadOnlyList<string> Anchors);
