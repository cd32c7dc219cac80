using Stratum.Core;

namespace Stratum.Api;

/// <summary>Files that are part of the program.</summary>
internal static class EmbeddedDocument
{
    public static byte[] Read(string name)
    {
        using var stream = typeof(EmbeddedDocument).Assembly.GetManifestResourceStream(name)
            ?? throw new StratumException($"{name} is missing from the program", ExitCode.Internal);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
