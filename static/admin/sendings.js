// The numbers of a sending, looked at again every two seconds while they move; a change of state loads the page with its buttons anew.
const EVERY_MS = 2000;
const place = document.querySelector("#sending-progress");

const look = async () => {
  if (document.hidden) return true;
  const answer = await fetch(place.dataset.address, { credentials: "same-origin", redirect: "manual" });
  if (!answer.ok) return answer.status >= 500;
  if (answer.headers.get("X-Sending-State") !== place.dataset.state) {
    location.reload();
    return false;
  }
  place.innerHTML = await answer.text();
  return true;
};

const again = () => setTimeout(async () => {
  const goesOn = await look().catch(() => true);
  if (goesOn) again();
}, EVERY_MS);

if (place && "isMoving" in place.dataset) again();
