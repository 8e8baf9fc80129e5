//! Keeping the rows true while days go by: on the day an amendment begins to hold, the row says the old terms until it
//! is projected again.

use chrono::NaiveDate;
use quick_cache::sync::Cache;
use shared::ids::CompanyId;
use std::sync::LazyLock;

use super::super::store::{self, AgreementRow};
use super::projection::{Frame, project};
use crate::db::CompanyTx;
use crate::error::{ApiError, ApiResult};
use crate::features::parties::service as parties;
use crate::features::register::service as register;
use crate::http::{CompanyScope, Role};

/// The day up to which a company's rows are known to be true. Only saves a look: losing it costs nothing.
static TRUE_UNTIL: LazyLock<Cache<CompanyId, NaiveDate>> = LazyLock::new(|| Cache::new(10_000));

/// Call it before reading rows; returns the day they are true for, but for amendments of that very day while somebody
/// else is changing the register. Costs nothing but once a day and company.
pub async fn bring_up_to_date(scope: &CompanyScope) -> ApiResult<NaiveDate> {
    let (company, today) = (scope.company_id(), scope.today());
    if TRUE_UNTIL.get(&company) == Some(today) {
        return Ok(today);
    }
    let stale = scope.read(async |tx| store::has_to_project(tx, today).await).await?;
    if stale {
        // Nobody's change: the rows say what the events have said all along, so a reader may cause it.
        let again = async |tx: &mut CompanyTx| {
            if !register::try_change(tx).await? {
                return Ok(false);
            }
            let rows = store::to_project(tx, today).await?;
            project_again(tx, rows).await?;
            Ok::<_, ApiError>(true)
        };
        if !scope.write_as(Role::Reader, again).await? {
            // The next reader tries again: better yesterday's terms for a moment than no answer.
            return Ok(today);
        }
    }
    TRUE_UNTIL.insert(company, today);
    Ok(today)
}

/// Projects rows again that no event has touched.
pub(super) async fn project_again(tx: &CompanyTx, rows: Vec<AgreementRow>) -> ApiResult<()> {
    let today = tx.today();
    let directory = parties::everyone(tx).await?;
    let mut changed = Vec::new();
    for row in rows {
        let frame = Frame {
            id: row.id(),
            demo: row.demo,
            import_id: None,
            created_at: row.created_at,
            updated_at: row.updated_at,
        };
        let (lessor, supplier, next_change_on) = (row.lessor(), row.supplier(), row.next_change_on());
        let projection = project(&frame, &row.state(), &directory, today)?;
        let same = projection.lessor == lessor
            && projection.supplier == supplier
            && projection.next_change_on == next_change_on;
        if !same {
            changed.push(projection);
        }
    }
    store::update(tx, &changed).await?;
    Ok(())
}
