//! What a person reads. The codes are for programs and never translated.

use shared::problem::{ErrorCode, FieldCode};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    #[default]
    English,
    Swedish,
}

impl Language {
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Swedish => "sv",
        }
    }

    /// The better-liked of our two in an `Accept-Language`; English when it names neither.
    pub fn accepted(header: &str) -> Self {
        let weight = |wanted: &str| {
            header
                .split(',')
                .filter_map(|range| {
                    let (tag, parameters) = range.split_once(';').unwrap_or((range, ""));
                    let primary = tag.trim().split('-').next()?;
                    let quality = parameters.trim().strip_prefix("q=").map_or(Some(1.0), |q| q.parse::<f32>().ok())?;
                    primary.eq_ignore_ascii_case(wanted).then_some(quality)
                })
                .fold(0.0, f32::max)
        };
        if weight("sv") > weight("en") { Self::Swedish } else { Self::English }
    }

    const fn pick<T: Copy>(self, english: T, swedish: T) -> T {
        match self {
            Self::English => english,
            Self::Swedish => swedish,
        }
    }
}

/// Title and detail.
pub(super) fn problem(code: ErrorCode, language: Language) -> (&'static str, &'static str) {
    let (english, swedish) = match code {
        ErrorCode::MalformedBody => (
            ("The body cannot be read", "Send JSON with exactly the documented fields and types."),
            ("Innehållet kan inte läsas", "Skicka JSON med exakt de fält och typer som dokumentationen anger."),
        ),
        ErrorCode::MalformedParameter => (
            ("A parameter cannot be read", "See the listed parameters."),
            ("En parameter kan inte läsas", "Se de angivna parametrarna."),
        ),
        ErrorCode::MalformedHeader => (
            ("A header cannot be read", "See the listed headers."),
            ("Ett huvud i anropet kan inte läsas", "Se de angivna huvudena."),
        ),
        ErrorCode::ValidationFailed => (
            ("Something needs to be corrected", "See the listed fields."),
            ("Något behöver rättas", "Se de angivna fälten."),
        ),
        ErrorCode::BodyTooLarge => (
            ("Too large", "The body is larger than this operation takes."),
            ("För stort", "Innehållet är större än vad som tas emot här."),
        ),
        ErrorCode::BodyTooSlow => (
            ("Too slow", "The body did not arrive in time. Try again on a better connection."),
            ("För långsamt", "Innehållet kom inte fram i tid. Försök igen med en bättre uppkoppling."),
        ),
        ErrorCode::UnsupportedMediaType => (
            ("Unsupported content type", "Send application/json with a Content-Type that says so."),
            ("Innehållstypen stöds inte", "Skicka application/json och ange det i Content-Type."),
        ),
        ErrorCode::MethodNotAllowed => (
            ("Method not allowed", "The Allow header lists the methods of this address."),
            ("Metoden är inte tillåten", "Huvudet Allow anger vilka metoder adressen har."),
        ),
        ErrorCode::NotFound => (
            ("Not found", "There is nothing here, or you do not have access to it."),
            ("Finns inte", "Här finns inget, eller så har du inte åtkomst till det."),
        ),
        ErrorCode::Unauthenticated => {
            (("Not signed in", "Sign in and try again."), ("Inte inloggad", "Logga in och försök igen."))
        }
        ErrorCode::WrongCredentials => (
            ("Wrong e-mail or password", "Check both and try again."),
            ("Fel e-postadress eller lösenord", "Kontrollera båda och försök igen."),
        ),
        ErrorCode::RoleTooLow => (
            ("Your role does not allow this", "Ask an owner of the company for a higher role."),
            ("Din roll räcker inte till", "Be en ägare i företaget om en högre behörighet."),
        ),
        ErrorCode::CsrfFailed => (
            ("The request could not be verified", "Reload the page and try again."),
            ("Anropet kunde inte verifieras", "Ladda om sidan och försök igen."),
        ),
        ErrorCode::TooManyAttempts => (
            ("Too many attempts", "Wait for as long as Retry-After says, then try again."),
            ("För många försök", "Vänta en stund och försök sedan igen."),
        ),
        ErrorCode::PreconditionRequired => (
            ("If-Match is missing", "Send the ETag of what you read as If-Match."),
            ("If-Match saknas", "Skicka den ETag du läste som If-Match."),
        ),
        ErrorCode::PreconditionFailed => (
            ("Changed by someone else", "It has changed since you read it. Read it again before you change it."),
            (
                "Ändrad av någon annan",
                "Uppgifterna har ändrats sedan du läste dem. Läs in dem på nytt och gör om ändringen.",
            ),
        ),
        ErrorCode::IdempotencyKeyReused => (
            ("Idempotency-Key already used", "The key belongs to another request. Use a new key."),
            ("Idempotency-Key har redan använts", "Nyckeln hör till ett annat anrop. Använd en ny."),
        ),
        ErrorCode::IdempotencyKeyInUse => (
            ("The first request is still running", "Wait a moment and send it again with the same key."),
            ("Det första anropet pågår ännu", "Vänta en stund och skicka det igen med samma nyckel."),
        ),
        ErrorCode::Conflict => (
            ("Collides with what is there", "It collides with something that already exists or still depends on it."),
            ("Krockar med befintliga uppgifter", "Uppgiften finns redan, eller så är något annat beroende av den."),
        ),
        ErrorCode::Overloaded => (
            ("Temporarily unavailable", "Try again in a few seconds."),
            ("Tillfälligt otillgängligt", "Försök igen om några sekunder."),
        ),
        ErrorCode::RegisterBusy => (
            ("Somebody else is changing the register", "An import may be under way. Try again in a moment."),
            ("Någon annan ändrar i registret just nu", "En import kan pågå. Försök igen om en stund."),
        ),
        ErrorCode::Internal | ErrorCode::Unknown => (
            ("Something went wrong", "The fault is ours and has been logged. Quote the trace id if you ask for help."),
            ("Något gick fel", "Felet är vårt och har loggats. Ange spårnumret om du kontaktar oss."),
        ),
        ErrorCode::EmailTaken => (
            ("The e-mail already has an account", "Sign in with it, or use another."),
            ("E-postadressen har redan ett konto", "Logga in med den eller använd en annan."),
        ),
        ErrorCode::OrgNumberTaken => (
            ("You already have this company", "One of your companies has the same organisation number."),
            ("Företaget finns redan", "Ett av dina företag har samma organisationsnummer."),
        ),
        ErrorCode::AlreadyMember => (
            ("Already a member", "The person already belongs to the company. Change the role instead."),
            ("Redan medlem", "Personen hör redan till företaget. Ändra behörigheten i stället."),
        ),
        ErrorCode::NoSuchAccount => (
            ("No account with that e-mail", "Ask the person to sign up first."),
            ("Inget konto med den e-postadressen", "Be personen att först skapa ett konto."),
        ),
        ErrorCode::LastOwner => (
            ("The company needs an owner", "Make someone else an owner first."),
            ("Företaget måste ha en ägare", "Gör först någon annan till ägare."),
        ),
        ErrorCode::DuplicateNumber => (
            ("The agreement number is taken", "Another agreement in the register has it. Choose another number."),
            ("Avtalsnumret är upptaget", "Ett annat avtal i registret har det. Välj ett annat nummer."),
        ),
        ErrorCode::AgreementDeleted => (
            ("The agreement is deleted", "Restore it to go on working with it."),
            ("Avtalet är borttaget", "Återställ det för att arbeta vidare med det."),
        ),
        ErrorCode::AgreementNotDeleted => (
            ("The agreement is not deleted", "There is nothing to restore."),
            ("Avtalet är inte borttaget", "Det finns inget att återställa."),
        ),
        ErrorCode::AgreementEnded => (
            ("The agreement has ended", "Choose an earlier day, or undo the ending first."),
            ("Avtalet har avslutats", "Välj en tidigare dag, eller ångra avslutet först."),
        ),
        ErrorCode::ClashingChange => (
            (
                "It clashes with another change",
                "Another change to the agreement cannot stand beside it. Undo that one first.",
            ),
            (
                "Det går inte ihop med en annan ändring",
                "En annan ändring av avtalet kan inte stå kvar bredvid. Ångra den först.",
            ),
        ),
        ErrorCode::AlreadyUndone => (
            ("It is undone already", "Undo the undo to bring it back."),
            ("Det är redan ångrat", "Ångra ångringen för att få tillbaka det."),
        ),
        ErrorCode::CreationStays => (
            ("The creation cannot be undone", "Delete the agreement instead; it can be restored."),
            ("Själva registreringen kan inte ångras", "Ta bort avtalet i stället; det kan återställas."),
        ),
        ErrorCode::NothingChanged => (
            ("Nothing would change", "Everything is already as asked for."),
            ("Ingenting skulle ändras", "Allt är redan som du vill ha det."),
        ),
        ErrorCode::DemoExists => (
            ("The demo portfolio is already there", "Remove it first to get a fresh one."),
            ("Demoportföljen finns redan", "Ta bort den först om du vill ha en ny."),
        ),
        ErrorCode::PartyNameTaken => (
            ("The name is taken", "Another party has it. Use that one, or merge the two."),
            ("Namnet är upptaget", "En annan part har det. Använd den, eller slå ihop de två."),
        ),
        ErrorCode::PartyMerged => (
            ("The party is merged into another", "Change that one, or take the merge back first."),
            ("Parten är ihopslagen med en annan", "Ändra den andra, eller dela på dem först."),
        ),
        ErrorCode::PartyNotMerged => (
            ("The party is not merged", "There is nothing to take back."),
            ("Parten är inte ihopslagen", "Det finns inget att dela på."),
        ),
        ErrorCode::FileEmpty => (
            ("The file is empty", "Choose a file with a table of agreements."),
            ("Filen är tom", "Välj en fil med en tabell över avtal."),
        ),
        ErrorCode::SheetTooLarge => (
            ("The sheet is too large", "Divide it into several files. The limits are listed."),
            ("Bladet är för stort", "Dela upp det i flera filer. Gränserna står i listan."),
        ),
        ErrorCode::CellTooLong => (
            (
                "A cell is too long",
                "A cell can hold 32,767 characters. Shorten it, or look for a quotation mark that is never closed.",
            ),
            (
                "En cell är för lång",
                "En cell rymmer 32 767 tecken. Korta den, eller leta efter ett citattecken som aldrig avslutas.",
            ),
        ),
        ErrorCode::UnpacksTooLarge => (
            ("The workbook unpacks to far too much", "Copy the table to a new workbook and save that."),
            (
                "Arbetsboken blir alldeles för stor när den packas upp",
                "Kopiera tabellen till en ny arbetsbok och spara den.",
            ),
        ),
        ErrorCode::FileDamaged => (
            ("The file is damaged", "Open it in your spreadsheet program, save it again and try once more."),
            ("Filen är skadad", "Öppna den i ditt kalkylprogram, spara om den och försök igen."),
        ),
        ErrorCode::FileEncrypted => (
            ("The workbook has a password", "Save a copy without a password and choose that."),
            ("Arbetsboken är lösenordsskyddad", "Spara en kopia utan lösenord och välj den."),
        ),
        ErrorCode::OldWorkbook => (
            ("An older Excel format", "Open the file in Excel and save it as an .xlsx workbook."),
            ("Ett äldre Excelformat", "Öppna filen i Excel och spara den som en arbetsbok av typen .xlsx."),
        ),
        ErrorCode::NotASpreadsheet => (
            (
                "This is not a spreadsheet",
                "Choose an Excel workbook (.xlsx), an OpenDocument sheet (.ods) or a CSV file.",
            ),
            (
                "Det här är inget kalkylblad",
                "Välj en Excelarbetsbok (.xlsx), ett OpenDocument-blad (.ods) eller en CSV-fil.",
            ),
        ),
        ErrorCode::QuoteNotClosed => (
            (
                "A quotation mark is never closed",
                "Look at the listed row: everything after the mark would become one cell.",
            ),
            ("Ett citattecken avslutas aldrig", "Titta på raden i listan: allt efter tecknet skulle bli en enda cell."),
        ),
        ErrorCode::NoTable => (
            ("No table was found", "The file needs at least two columns. If it has them, choose another delimiter."),
            ("Ingen tabell hittades", "Filen behöver minst två kolumner. Om den har det, välj ett annat skiljetecken."),
        ),
        ErrorCode::OnlyHeaders => (
            ("There are headers and nothing under them", "Fill in the agreements and try again."),
            ("Det finns rubriker men inget under dem", "Fyll i avtalen och försök igen."),
        ),
        ErrorCode::ImportNotDraft => (
            ("The import can no longer be changed", "It is being applied, or has been. Undo it, or begin a new one."),
            (
                "Importen går inte längre att ändra",
                "Den håller på att genomföras, eller är genomförd. Ångra den, eller börja en ny.",
            ),
        ),
        ErrorCode::ImportHasFaults => (
            ("There are rows left to mend", "Mend the rows with faults, or leave them out."),
            ("Det finns rader kvar att rätta", "Rätta raderna med fel, eller hoppa över dem."),
        ),
        ErrorCode::ImportNotApplied => (
            ("There is nothing to undo", "Only an applied import can be undone."),
            ("Det finns inget att ångra", "Bara en genomförd import går att ångra."),
        ),
        ErrorCode::UndoTimeOver => (
            (
                "The import can no longer be undone as a whole",
                "It could for 30 days. Change or delete the agreements one by one.",
            ),
            (
                "Importen går inte längre att ångra i sin helhet",
                "Det gick i 30 dagar. Ändra eller ta bort avtalen vart och ett.",
            ),
        ),
        ErrorCode::NothingToExport => (
            (
                "There is nothing new to export",
                "Every voucher of the time has gone to the ledger as it is. Send `new_only: false` to have all of them again.",
            ),
            (
                "Det finns inget nytt att exportera",
                "Alla verifikationer för tiden har redan gått till bokföringen. Skicka `new_only: false` för att få alla igen.",
            ),
        ),
        ErrorCode::ClosingBlocked => (
            (
                "The time cannot be closed yet",
                "Mend what the checklist has found, or name it in `accepted` where it may stand.",
            ),
            (
                "Tiden kan inte stängas än",
                "Åtgärda det som checklistan har hittat, eller ange det i `accepted` där det får stå kvar.",
            ),
        ),
        ErrorCode::AlreadyClosed => (
            ("The time is closed already", "Choose a later day, or open the last closing again."),
            ("Tiden är redan stängd", "Välj en senare dag, eller öppna den senaste stängningen igen."),
        ),
        ErrorCode::NotLastClosing => (
            ("Only the last closing can be opened again", "Begin with the last one of the book."),
            ("Bara den senaste stängningen kan öppnas igen", "Börja med den senaste av boken."),
        ),
        ErrorCode::GroupAccessMissing => (
            (
                "A company of the group is closed to you",
                "Ask for the role that this takes in each of its companies, or choose one company.",
            ),
            (
                "Du saknar behörighet i något av koncernens bolag",
                "Be om den behörighet som krävs i vart och ett av bolagen, eller välj ett bolag.",
            ),
        ),
        ErrorCode::NotForGroups => (
            ("This is answered for one company at a time", "Choose a company instead of the group."),
            ("Det här visas för ett bolag i taget", "Välj ett bolag i stället för koncernen."),
        ),
    };
    language.pick(english, swedish)
}

pub(super) fn field(code: FieldCode, language: Language) -> &'static str {
    let (english, swedish) = match code {
        FieldCode::MissingField => ("Is missing.", "Saknas."),
        FieldCode::UnknownField => ("There is no such field.", "Det finns inget sådant fält."),
        FieldCode::UnknownParameter => ("There is no such parameter.", "Det finns ingen sådan parameter."),
        FieldCode::WrongType => ("Has the wrong type.", "Har fel typ."),
        FieldCode::UnknownValue => ("Is not one of the allowed values.", "Är inte något av de tillåtna värdena."),
        FieldCode::TooShort => ("Is too short.", "Är för kort."),
        FieldCode::TooLong => ("Is too long.", "Är för långt."),
        FieldCode::OutOfRange => ("Lies outside the allowed range.", "Ligger utanför det tillåtna intervallet."),
        FieldCode::TooManyItems => ("Has too many items.", "Har för många poster."),
        FieldCode::InvalidText => {
            ("Contains characters that cannot be stored.", "Innehåller tecken som inte kan sparas.")
        }
        FieldCode::Duplicate => ("Is there already.", "Finns redan."),
        FieldCode::InvalidValue | FieldCode::Unknown => ("Is not valid.", "Är inte giltigt."),
        FieldCode::InvalidId => ("Is not an id.", "Är inte ett id."),
        FieldCode::InvalidDate => ("Is not a date (YYYY-MM-DD).", "Är inte ett datum (ÅÅÅÅ-MM-DD)."),
        FieldCode::InvalidAmount => ("Is not an amount such as 1234.50.", "Är inte ett belopp, till exempel 1234.50."),
        FieldCode::InvalidRate => ("Is not a percentage such as 5.35.", "Är inte en procentsats, till exempel 5.35."),
        FieldCode::TooManyDecimals => ("Has too many decimals.", "Har för många decimaler."),
        FieldCode::UnknownCurrency => ("Is not a known currency.", "Är inte en känd valuta."),
        FieldCode::InvalidCursor => ("Is not a cursor from this list.", "Är inte en markör från den här listan."),
        FieldCode::InvalidEmail => ("Is not an e-mail address.", "Är inte en e-postadress."),
        FieldCode::InvalidOrgNumber => {
            ("Is not a Swedish organisation number.", "Är inte ett svenskt organisationsnummer.")
        }
        FieldCode::OrgNumberChecksum => (
            "The check digit is wrong: a digit may be mistyped.",
            "Kontrollsiffran stämmer inte: någon siffra kan vara felskriven.",
        ),
        FieldCode::PasswordTooCommon => ("Is too easy to guess.", "Är för lätt att gissa."),
        FieldCode::PasswordTooPersonal => (
            "Contains your name, your e-mail or the company's name.",
            "Innehåller ditt namn, din e-postadress eller företagets namn.",
        ),
        FieldCode::WrongPassword => ("Is not your current password.", "Är inte ditt nuvarande lösenord."),
    };
    language.pick(english, swedish)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_better_liked_language_wins() {
        for (header, language) in [
            ("sv-SE,sv;q=0.9,en;q=0.8", Language::Swedish),
            ("en-GB,en;q=0.9,sv;q=0.8", Language::English),
            ("de, sv;q=0.5", Language::Swedish),
            ("de", Language::English),
            ("", Language::English),
            ("sv;q=nonsense", Language::English),
            ("*", Language::English),
        ] {
            assert_eq!(Language::accepted(header), language, "{header:?}");
        }
    }

    #[test]
    fn the_languages_say_different_things() {
        for code in ErrorCode::ALL {
            assert_ne!(problem(*code, Language::English), problem(*code, Language::Swedish), "{code}");
        }
        for code in FieldCode::ALL {
            assert_ne!(field(*code, Language::English), field(*code, Language::Swedish), "{code}");
        }
    }
}
