"""From recipient rows to accepted, failed or uncertain mail (ADR 4): states, ledger, composing, transport, pacing, worker."""
