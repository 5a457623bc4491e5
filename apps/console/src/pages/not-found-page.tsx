import { Link } from "../router.tsx";

export function NotFoundPage() {
  return (
    <>
      <h1>There is no such page</h1>
      <p>
        <Link href="/">Go home</Link>, or look for a scan among <Link href="/scans">all scans</Link>
        .
      </p>
    </>
  );
}
