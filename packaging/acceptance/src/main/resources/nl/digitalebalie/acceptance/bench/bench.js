// One end of a measured call: answers whatever the endpoint offers. Devices are open before the call, as in the
// product's waiting room.
const video = document.getElementById('remote');
const local = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 640, height: 480, frameRate: 30 } });
let connection;
let call = 0;

const say = (line) => fetch('say', { method: 'POST', body: JSON.stringify({ call, ...line }) });

function connect() {
  if (connection) connection.close();
  video.srcObject = null;
  connection = new RTCPeerConnection();
  for (const track of local.getTracks()) connection.addTrack(track, local);
  connection.addEventListener('icecandidate', ({ candidate }) => candidate && candidate.candidate
    && say({ is: 'candidate', candidate: candidate.candidate, mid: candidate.sdpMid, line: candidate.sdpMLineIndex }));
  connection.addEventListener('track', ({ track, streams }) => {
    if (track.kind !== 'video') return;
    video.srcObject = new MediaStream([track]);
    video.requestVideoFrameCallback(() => say({ is: 'first-picture', atMs: Date.now() }));
  });
}

async function hear(line) {
  if (line.is === 'begin') { call = line.call; connect(); }
  if (line.is === 'offer') {
    await connection.setRemoteDescription({ type: 'offer', sdp: line.sdp });
    await connection.setLocalDescription();
    await say({ is: 'answer', sdp: connection.localDescription.sdp });
  }
  if (line.is === 'candidate') await connection.addIceCandidate({ candidate: line.candidate, sdpMid: line.mid, sdpMLineIndex: line.line });
  if (line.is === 'stats') {
    for (const report of (await connection.getStats()).values()) {
      if (report.type === 'inbound-rtp' && report.kind === 'video') {
        await say({
          is: 'stats',
          framesDecoded: report.framesDecoded,
          freezes: report.freezeCount || 0,
          width: report.frameWidth,
          height: report.frameHeight,
        });
      }
    }
  }
  if (line.is === 'hang-up') { connection.close(); video.srcObject = null; }
}

let chain = Promise.resolve();
await say({ is: 'ready' });
for (;;) {
  const lines = await (await fetch('hear')).json();
  for (const line of lines) chain = chain.then(() => hear(line)).catch((fault) => say({ is: 'fault', text: String(fault) }));
}
