using Microsoft.AspNetCore.Http;
using Tipstaff.Courts;
using Tipstaff.Local.OutboxFolder;
using Tipstaff.Outbox;
using Tipstaff.Pages;

namespace Tipstaff.Local.Web;

/// <summary>The mails of the outbox folder, each as its reader will see it. On one machine only.</summary>
internal sealed class OutboxPages(OutboxFolderReader folder, IOutbox outbox, PageRenderer pages, CourtDirectory courts, TimeProvider time)
{
    private const int Newest = 100;

    public async Task<IResult> GetListAsync(CancellationToken cancellationToken) =>
        new PageResult(await pages.OutboxAsync(OutboxModel.Of(
            await outbox.NewestAsync(Newest, cancellationToken), await outbox.CountAsync(cancellationToken), courts, time.GetUtcNow())));

    public async Task<IResult> GetMailAsync(string key, CancellationToken cancellationToken) =>
        await folder.OpenAsync(key, cancellationToken) is { } mail
            ? new PageResult(await pages.OutboxMailAsync(new(key, mail.Headers.Value("Subject"), mail.Headers.All, mail.Text)))
            : await NothingAsync();

    public async Task<IResult> GetHtmlAsync(string key, CancellationToken cancellationToken) =>
        await folder.OpenAsync(key, cancellationToken) is { } mail
            ? new PageResult(MailPreview.Framed(mail.Html), policy: PageHeaders.MailContentSecurityPolicy)
            : await NothingAsync();

    private async Task<IResult> NothingAsync() =>
        new PageResult(await pages.MessageAsync(MessageModel.NotFound), StatusCodes.Status404NotFound);
}
