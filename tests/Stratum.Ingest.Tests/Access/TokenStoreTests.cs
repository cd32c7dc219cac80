using Stratum.Core;

namespace Stratum.Ingest.Tests;

public sealed class TokenStoreTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("stratum-tokens-").FullName;
    private readonly FakeClock _clock = new();

    private string TokenPath => Path.Combine(_directory, "tokens.json");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Create_Token_IsShownOnceAndStoredAsItsHashForTheOwnerOnly()
    {
        var store = new TokenStore(TokenPath, _clock);
        var text = store.Create("roof", ["a*"]);
        Assert.Equal(43, text.Length);
        Assert.DoesNotContain(text, File.ReadAllText(TokenPath), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(TokenPath));
        }

        var listed = Assert.Single(new TokenStore(TokenPath, _clock).List());
        Assert.Equal(("roof", FakeClock.NowSeconds, "a*"), (listed.Name, listed.CreatedAt, listed.Devices[0]));
        Assert.Equal("roof", store.Check(text)?.Name);
        Assert.Null(store.Check(text.AsSpan(0, 42)));
        Assert.Null(store.Check(text + text));
        Assert.Null(store.Check("\u00e4"));
    }

    [Fact]
    public void Revoke_UnknownName_IsFalse() => Assert.False(new TokenStore(TokenPath, _clock).Revoke("nobody"));

    [Fact]
    public void Create_NameTakenOrWrong_Throws()
    {
        var store = new TokenStore(TokenPath, _clock);
        store.Create("roof", ["*"]);
        Assert.Throws<StratumException>(() => store.Create("roof", ["*"]));
        Assert.Throws<StratumException>(() => store.Create("", ["*"]));
        Assert.Throws<StratumException>(() => store.Create(new string('x', TokenStore.NameCharactersMax + 1), ["*"]));
        store.Create(new string('x', TokenStore.NameCharactersMax), ["*"]);
    }

    [Fact]
    public void Create_WrongPatterns_Throw()
    {
        var store = new TokenStore(TokenPath, _clock);
        foreach (var pattern in (string[])["", "a*b", "a|b", "a\n", new string('x', 129)])
        {
            Assert.Throws<StratumException>(() => store.Create("t", [pattern]));
        }

        Assert.Throws<StratumException>(() => store.Create("t", []));
        Assert.Throws<StratumException>(() => store.Create("t", [.. Enumerable.Repeat("a", TokenStore.DevicesMax + 1)]));
        store.Create("t", [.. Enumerable.Repeat("a", TokenStore.DevicesMax)]);
    }

    [Fact]
    public void Create_OneMoreThanTheLimit_Throws()
    {
        var store = new TokenStore(TokenPath, _clock);
        TokenFile.Write(TokenPath, [.. Enumerable.Range(0, TokenStore.TokensMax - 1).Select(i => new IngestToken
        {
            Name = $"t{i}", Sha256 = new string('0', 64), CreatedAt = 0, Devices = ["*"],
        })]);
        store.Create("last", ["*"]);
        Assert.Throws<StratumException>(() => store.Create("one more", ["*"]));
    }
}
