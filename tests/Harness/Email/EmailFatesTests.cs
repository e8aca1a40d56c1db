using Azure;
using Azure.Communication.Email;
using Tipstaff.AzureHarness;
using Tipstaff.Tests.Functions.Mail;

namespace Tipstaff.Tests.Harness.Email;

/// <summary>What becomes of mails that the service has taken, and who is told of it.</summary>
public sealed class EmailFatesTests : IDisposable
{
    private static readonly Guid Id = new("6f9619ff-8b86-d011-b42d-00cf4fc964ff");

    private readonly MailWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void SendAsync_FateWithAnError_IsTakenAndTheOperationFails()
    {
        _world.Email.Fate = _ => new DeliveryFate("Failed", Error: "EmailDropped");

        var failure = Assert.Throws<RequestFailedException>(() => _world.Run(() => _world.Client().SendAsync(WaitUntil.Completed, Mail(), Id)));

        Assert.Equal((200, "EmailDropped"), (failure.Status, failure.ErrorCode));
        Assert.Empty(_world.Email.Mailbox);
        Assert.Single(_world.Email.Taken);
    }

    [Fact]
    public void SendAsync_LongHandOverOfOneMail_IsRunningForAsLong()
    {
        _world.Email.LongHandOver = _ => TimeSpan.FromSeconds(30);
        var before = _world.Now;

        _world.Run(() => _world.Client().SendAsync(WaitUntil.Completed, Mail(), Id));

        Assert.InRange(_world.Now - before, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(36));
    }

    [Fact]
    public void SendAsync_TakenAndThenKnown_TellsOfBoth()
    {
        var told = new List<string>();
        _world.Email.OnTaken = mail => told.Add($"taken from {mail.Instance}");
        _world.Email.OnKnown = id => told.Add($"known {id}");

        _world.Run(() => _world.Client().SendAsync(WaitUntil.Started, Mail(), Id));
        _world.Run(() => _world.Client().SendAsync(WaitUntil.Started, Mail(), Id));

        Assert.Equal(["taken from 1", $"known {Id}"], told);
    }

    private static EmailMessage Mail() => new("alerts@tipstaff.example", "ada@example.com", new EmailContent("news") { PlainText = "text" });
}
