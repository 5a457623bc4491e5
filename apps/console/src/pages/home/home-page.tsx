import { Link } from "../../router.tsx";
import { Activity } from "./activity.tsx";
import { RecentEvents } from "./recent-events.tsx";
import { RecentScans } from "./recent-scans.tsx";
import { SubmitBox } from "./submit-box.tsx";
import { Verdict } from "./verdict.tsx";

export function HomePage() {
  return (
    <>
      <h1 class="unseen">Home</h1>
      <Verdict />
      <SubmitBox />
      <section aria-labelledby="activity">
        <h2 id="activity">Scans that ended in the last 24 hours</h2>
        <Activity />
      </section>
      <div class="beside">
        <section aria-labelledby="recent-scans">
          <h2 id="recent-scans">
            Latest scans <Link href="/scans">all</Link>
          </h2>
          <RecentScans />
        </section>
        <section aria-labelledby="recent-events">
          <h2 id="recent-events">What just happened</h2>
          <RecentEvents />
        </section>
      </div>
    </>
  );
}
