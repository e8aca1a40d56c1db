using Tipstaff.Outbox;

namespace Tipstaff.Tests.Shared.Outbox;

public sealed class OutboxOptionsTests
{
    [Fact]
    public void Validate_Defaults_Pass() => Assert.True(new OutboxOptionsValidator().Validate(null, new OutboxOptions()).Succeeded);

    [Theory]
    [InlineData(60)]
    [InlineData(61)]
    public void Validate_MarginNotShorterThanTheLease_NamesBothSettings(int margin)
    {
        var options = new OutboxOptions { Lease = TimeSpan.FromSeconds(60), LeaseMargin = TimeSpan.FromSeconds(margin) };

        var result = new OutboxOptionsValidator().Validate(null, options);

        Assert.Contains($"Outbox:LeaseMargin ({options.LeaseMargin}) must be shorter than Outbox:Lease (00:01:00).", result.FailureMessage, StringComparison.Ordinal);
    }
}
