using Stratum.Core;
using Stratum.Node.Identity;

namespace Stratum.Node.Tests.Identity;

public sealed class KeyFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("stratum-key-").FullName;

    private string KeyPath => Path.Combine(_directory, "sub", "node.key");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Read_AfterCreate_GivesTheSameIdentity()
    {
        using var key = NodeKey.Generate();
        KeyFile.Create(KeyPath, key);

        using var read = KeyFile.Read(KeyPath);

        Assert.Equal(key.NodeId, read.NodeId);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyPath));
    }

    [Fact]
    public void Create_FileExists_RefusesAndLeavesIt()
    {
        using var key = NodeKey.Generate();
        KeyFile.Create(KeyPath, key);
        var before = File.ReadAllText(KeyPath);
        using var other = NodeKey.Generate();

        var error = Assert.Throws<StratumException>(() => KeyFile.Create(KeyPath, other));

        Assert.Contains("never overwritten", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(KeyPath));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    [InlineData(UnixFileMode.UserExecute)]
    public void Read_ModeWiderThan0600_IsRefused(UnixFileMode extra)
    {
        using var key = NodeKey.Generate();
        KeyFile.Create(KeyPath, key);
        File.SetUnixFileMode(KeyPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | extra);

        Assert.Contains("chmod 600", Assert.Throws<StratumException>(() => KeyFile.Read(KeyPath)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a key")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n-----END PRIVATE KEY-----\n")]
    public void Read_NotAKey_SaysWhatIsNeeded(string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(KeyPath)!);
        File.WriteAllText(KeyPath, content);
        File.SetUnixFileMode(KeyPath, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        Assert.Contains("PKCS #8", Assert.Throws<StratumException>(() => KeyFile.Read(KeyPath)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Missing_SaysRunInit() =>
        Assert.Contains("stratum init", Assert.Throws<StratumException>(() => KeyFile.Read(KeyPath)).Message, StringComparison.Ordinal);
}
