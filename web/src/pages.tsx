import { lazy, Suspense } from 'react'
import { Redirect, Route, Switch, useLocation } from 'wouter'
import { ErrorBoundary } from './components/error-boundary.js'
import { Failure } from './components/failure.js'
import { Placeholder } from './components/loaded.js'
import { ApiProblem } from './api/problem.js'
import { Shell } from './layout/shell.js'

const MyWork = lazy(() => import('./pages/work/my-work.js'))
const Overview = lazy(() => import('./pages/overview/overview.js'))
const Students = lazy(() => import('./pages/students/students.js'))
const Student = lazy(() => import('./pages/student/student.js'))
const Programs = lazy(() => import('./pages/programs/programs.js'))
const Program = lazy(() => import('./pages/programs/program.js'))
const BulkOperations = lazy(() => import('./pages/bulk/bulk-operations.js'))
const BulkOperation = lazy(() => import('./pages/bulk/bulk-operation.js'))
const Certificates = lazy(() => import('./pages/certificates/certificates.js'))
const Certificate = lazy(() => import('./pages/certificates/certificate.js'))
const Emails = lazy(() => import('./pages/emails/emails.js'))
const Reports = lazy(() => import('./pages/reports/reports.js'))
const ServiceLevels = lazy(() => import('./pages/service-levels/service-levels.js'))
const Sync = lazy(() => import('./pages/sync/sync.js'))
const Audit = lazy(() => import('./pages/audit/audit.js'))
const Settings = lazy(() => import('./pages/settings/settings.js'))

/** Which address shows which page. */
export function Pages() {
  const [location] = useLocation()
  return (
    <Shell>
      <ErrorBoundary key={pageOf(location)}>
        <Suspense fallback={<Placeholder rows={6} />}>
          <Switch>
            <Route path="/">
              <Redirect to="/work" replace />
            </Route>
            <Route path="/work/:ref?">{({ ref }) => <MyWork chosen={ref ?? null} />}</Route>
            <Route path="/overview" component={Overview} />
            <Route path="/students" component={Students} />
            <Route path="/applications/:ref">{({ ref }) => <Student key={ref} reference={ref} />}</Route>
            <Route path="/programs" component={Programs} />
            <Route path="/programs/:id">{({ id }) => <Program key={id} id={Number(id)} />}</Route>
            <Route path="/bulk" component={BulkOperations} />
            <Route path="/bulk/:id">{({ id }) => <BulkOperation key={id} id={Number(id)} />}</Route>
            <Route path="/certificates" component={Certificates} />
            <Route path="/certificates/:number">
              {({ number }) => <Certificate key={number} number={number} />}
            </Route>
            <Route path="/emails" component={Emails} />
            <Route path="/reports" component={Reports} />
            <Route path="/service-levels" component={ServiceLevels} />
            <Route path="/sync" component={Sync} />
            <Route path="/audit" component={Audit} />
            <Route path="/settings" component={Settings} />
            <Route>
              <Failure error={new ApiProblem(404, null)} />
            </Route>
          </Switch>
        </Suspense>
      </ErrorBoundary>
    </Shell>
  )
}

/** `/work/7-4711` is another state of the page `/work`, which must not begin anew. */
const pageOf = (location: string) => location.split('/')[1] ?? ''
