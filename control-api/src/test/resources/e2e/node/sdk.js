// Calls the cloud API by Tencent's SDK: a request on each line of standard input, the answer on a line of standard output.
const readline = require("node:readline");
const { trtc } = require("tencentcloud-sdk-nodejs/tencentcloud/services/trtc");

const failed = (error) => ({ code: error.code ?? "", message: error.message, requestId: error.requestId ?? "" });

// Only an action that the SDK does not know goes without its typed method.
async function answer({ endpoint, secretId, secretKey, action, parameters }) {
  const profile = { httpProfile: { endpoint, protocol: "http://" } };
  const client = new trtc.v20190722.Client({ credential: { secretId, secretKey }, region: "ap-guangzhou", profile });
  try {
    return { response: await (client[action] ? client[action](parameters) : client.request(action, parameters)) };
  } catch (error) {
    return failed(error);
  }
}

async function main() {
  console.log("ready");
  for await (const line of readline.createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(await answer(JSON.parse(line))));
  }
}

main();
