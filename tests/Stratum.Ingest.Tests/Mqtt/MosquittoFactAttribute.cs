namespace Stratum.Ingest.Tests;

/// <summary>A test that needs Debian's mosquitto; where it is missing the reason is printed.</summary>
public sealed class MosquittoFactAttribute : FactAttribute
{
    private const string Missing = "mosquitto is not installed (apt-get install mosquitto; scripts/setup.sh does)";

    public MosquittoFactAttribute() => Skip = MosquittoBroker.ProgramPath is null ? Missing : null;
}
