import { useApi } from "../api/use-api.ts";
import { call } from "../api/call.ts";
import { useState } from "preact/hooks";
import { Failure } from "../parts/notes.tsx";

/** Who is signed in, and the way out; nothing where nobody is asked for a key. */
export function WhoAmI() {
  const { data: session } = useApi("getSession");
  const [error, setError] = useState<Error>();
  if (!session?.signed_in) return null;
  const signOut = async () => {
    try {
      await call("signOut");
      location.assign("/sign-in");
    } catch (failure) {
      setError(failure instanceof Error ? failure : new Error(String(failure)));
    }
  };
  return (
    <>
      {error && <Failure error={error} />}
      <button
        type="button"
        class="quiet"
        title={`Signed in as ${session.owner ?? "nobody"}`}
        onClick={() => void signOut()}
      >
        Sign out
      </button>
    </>
  );
}
