namespace Tipstaff.Mail;

/// <summary>What a provider answered.</summary>
public abstract record SendOutcome
{
    private SendOutcome()
    {
    }

    /// <summary>It answers for the mail from now on.</summary>
    /// <param name="Reply">Its words, for the record.</param>
    public sealed record Accepted(string Reply) : SendOutcome;

    /// <summary>It works, and does not take this mail.</summary>
    /// <param name="Reason">Its words, without the recipient's address.</param>
    /// <param name="Kind">What that says of the mail, of the address and of the provider.</param>
    public sealed record Refused(string Reason, RefusalKind Kind) : SendOutcome;

    /// <summary>It cannot be reached or takes nothing now; the mail itself is not to blame, and the provider does not have it.</summary>
    /// <param name="Reason">In words.</param>
    /// <param name="RetryAfter">How long it asks us to wait; null when it does not say.</param>
    public sealed record Unavailable(string Reason, TimeSpan? RetryAfter = null) : SendOutcome;

    /// <summary>
    /// We have used up what it takes from us for now (a quota); it works, and does not have the mail. Neither a failure of the
    /// provider nor an attempt of the mail: the next provider may get it, or it waits.
    /// </summary>
    /// <param name="Reason">In words.</param>
    /// <param name="Until">When it is this mail's turn, UTC.</param>
    public sealed record Held(string Reason, DateTimeOffset Until) : SendOutcome;

    /// <summary>It was lost after it may have taken the mail: until that is known, no other provider may get the mail.</summary>
    /// <param name="Reason">In words.</param>
    public sealed record Unknown(string Reason) : SendOutcome;
}

/// <summary>What a provider's refusal says.</summary>
public enum RefusalKind
{
    /// <summary>It may take the same mail later.</summary>
    Transient,

    /// <summary>The mailbox is full: it may take the mail once its owner has made room. The address is not dead.</summary>
    FullMailbox,

    /// <summary>This provider will not take it whatever we do (policy, relaying, its own limits); another may.</summary>
    ThisProvider,

    /// <summary>Nobody will take this mail: it is malformed, or too big for the mailbox. It says nothing of the address.</summary>
    ThisMail,

    /// <summary>
    /// Refused for the address without a word on why: the mailbox may not exist, or a policy keeps us out. Another provider may get
    /// through; it says that the address is dead only if it goes on for days.
    /// </summary>
    DoubtfulAddress,

    /// <summary>Nobody reads mail at this address: no mail should go there any more.</summary>
    DeadAddress,
}
